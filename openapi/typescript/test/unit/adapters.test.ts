import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'

import { ConnectionError, createClient, fetchTransport, storedTokens, webTokens, wxTransport } from '../../src/index.js'
import type { MiniProgram } from '../../src/adapters/mini.js'

type Options = Parameters<MiniProgram['request']>[0] & Parameters<MiniProgram['uploadFile']>[0]

/** What of `wx` is needed, answering as a phone does. */
function phone(reply: (options: Options) => { statusCode: number; data: unknown; header?: object } | undefined) {
  const seen: Options[] = []
  const call = (options: object) => {
    const given = options as Options
    seen.push(given)
    const answer = reply(given)
    answer ? given.success(answer) : given.fail({ errMsg: 'request:fail' })
  }
  return { wx: { request: call, uploadFile: call } satisfies MiniProgram, seen }
}

test('wx.request gets a JSON text, and every status comes back', async () => {
  const { wx, seen } = phone(() => ({ statusCode: 409, data: { code: 'illegal_transition', detail: '不允许' }, header: { 'X-Request-Id': 'r-3' } }))
  const siwei = createClient({ baseUrl: 'http://x', transport: wxTransport(wx) })
  const refusal = siwei.post('/wishes/{wishId}/withdraw', { path: { wishId: 'w' }, version: 1 })
  await assert.rejects(refusal, { code: 'illegal_transition', requestId: 'r-3', message: '不允许' })
  assert.equal(seen[0]?.data, '{}')
  assert.equal(seen[0]?.method, 'POST')
  assert.equal(seen[0]?.header['Content-Type'], 'application/json')
})

test('a GET of wx.request carries no data', async () => {
  const { wx, seen } = phone(() => ({ statusCode: 200, data: { items: [], nextCursor: null } }))
  await createClient({ baseUrl: 'http://x', transport: wxTransport(wx) }).get('/wishes')
  assert.ok(seen[0] && !('data' in seen[0]))
})

test('wx.uploadFile sends one file in the field file', async () => {
  const { wx, seen } = phone(() => ({ statusCode: 201, data: '{"id":"m"}' }))
  const picture = await createClient({ baseUrl: 'http://x', transport: wxTransport(wx) }).upload('/media', 'wxfile://tmp/1.jpg')
  assert.equal(picture.id, 'm')
  assert.deepEqual([seen[0]?.name, seen[0]?.filePath], ['file', 'wxfile://tmp/1.jpg'])
})

test('a phone without a network is a connection error', async () => {
  const { wx } = phone(() => undefined)
  await assert.rejects(createClient({ baseUrl: 'http://x', transport: wxTransport(wx), retries: 0 }).get('/wishes'), ConnectionError)
})

test('fetch sends headers and body, and the timeout ends a call', async () => {
  const server = createServer((request, response) => {
    if (request.url?.includes('slow')) return
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ method: request.method, key: request.headers['idempotency-key'], body, type: request.headers['content-type'] }))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const siwei = createClient({ baseUrl, transport: fetchTransport(), retries: 0 })
    const echo: unknown = await siwei.post('/wishes/{wishId}/support', { path: { wishId: 'w' }, idempotencyKey: 'k-1' })
    assert.deepEqual(echo, { method: 'POST', key: 'k-1', body: '{}', type: 'application/json' })
    const sent = (await siwei.upload('/media', new Blob(['abc'], { type: 'image/jpeg' }))) as unknown as { body: string; type: string }
    assert.match(sent.type, /^multipart\/form-data; boundary=/)
    assert.match(sent.body, /name="file"; filename="[^"]+"\r\nContent-Type: image\/jpeg\r\n\r\nabc/)
    await assert.rejects(siwei.get('/wishes/{wishId}', { path: { wishId: 'slow' }, timeout: 50 }), ConnectionError)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('tokens survive a restart, and rubbish in the storage does not', () => {
  const kept = new Map<string, unknown>()
  const storage = {
    getStorageSync: (key: string) => kept.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
    removeStorageSync: (key: string) => void kept.delete(key),
  }
  const pair = { accessToken: 'a', refreshToken: 'r' }
  assert.equal(storedTokens(storage).read(), undefined)
  storedTokens(storage).write(pair)
  assert.deepEqual(storedTokens(storage).read(), pair)
  storedTokens(storage).write(undefined)
  assert.equal(storedTokens(storage).read(), undefined)

  const texts = new Map<string, string>()
  const web = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
    removeItem: (key: string) => void texts.delete(key),
  }
  webTokens(web).write(pair)
  assert.deepEqual(webTokens(web).read(), pair)
  texts.set('siwei.tokens', '{"accessToken": 7')
  assert.equal(webTokens(web).read(), undefined)
})
