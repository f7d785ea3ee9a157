// What the server sends is verified by the library that receivers use; and the code of the page
// for receivers says the same as the library. `./test client` starts the server.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { Webhook } from 'standardwebhooks'

import { createClient, fetchTransport, memoryTokens } from '../../src/index.js'

const baseUrl = process.env['SIWEI_URL'] ?? ''
const skip = baseUrl === '' ? 'SIWEI_URL 未设置，没有对真实服务测试 / SIWEI_URL names no server' : false
const page = fileURLToPath(new URL('../../../../../docs/webhooks.md', import.meta.url))

interface Message {
  headers: Record<string, string>
  body: string
}

/** The vector of the page. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const NOW = 1795570200

async function block(language: string): Promise<string> {
  const found = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(await readFile(page, 'utf8'))
  assert.ok(found?.[1], language)
  return found[1]
}

async function vector(): Promise<Message> {
  const [head = '', body = ''] = (await block('text')).trim().split('\n\n')
  const headers = head.split('\n').slice(1).map((line) => line.split(': '))
  return { headers: Object.fromEntries(headers) as Record<string, string>, body }
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** A receiver, and the next message that it gets. */
async function receiver(): Promise<{ url: string; next: Promise<Message>; close: () => void }> {
  const server = createServer()
  const next = new Promise<Message>((resolve) => {
    server.on('request', (request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part: string) => (body += part))
      request.on('end', () => {
        response.writeHead(204).end()
        resolve({ headers: plain(request.headers), body })
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hook`, next, close: () => server.close() }
}

type Verify = (secret: string, headers: Record<string, string>, body: string, now?: number) => boolean

/** The function of the page's Node block. */
async function written(): Promise<Verify> {
  const source = `data:text/javascript,${encodeURIComponent(await block('js'))}`
  return ((await import(source)) as { verify: Verify }).verify
}

test('the library verifies what the server sends, with the old and the new secret', { skip }, async () => {
  const admin = createClient({ baseUrl, transport: fetchTransport(), tokens: memoryTokens() })
  admin.tokens = await admin.post('/auth/wechat/login', { body: { appid: 'demo', code: 'sandbox:韩主任' } })
  const { client } = await admin.post('/api-clients', { body: { name: '工单系统', scopes: ['wishes:read'], validDays: 1 } })
  const here = await receiver()
  try {
    const body = { apiClientId: client.id, url: here.url, events: ['wish.approved' as const] }
    const made = await admin.post('/webhooks', { body })
    const path = { webhookId: made.webhook.id }
    const rotated = await admin.post('/webhooks/{webhookId}/rotate-secret', {
      path, body: {}, version: made.webhook.version,
    })
    const sent = await admin.post('/webhooks/{webhookId}/ping', { path })
    const message = await here.next
    for (const secret of [made.secret, rotated.secret]) {
      const verified = new Webhook(secret).verify(message.body, message.headers) as { type: string; data: { id: string } }
      assert.deepEqual([verified.type, verified.data.id], ['ping', made.webhook.id])
      assert.equal((await written())(secret, message.headers, message.body), true)
    }
    assert.equal(message.headers['webhook-id'], sent.id)
    const other = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    assert.throws(() => other.verify(message.body, message.headers))
    assert.throws(() => new Webhook(made.secret).verify(`${message.body} `, message.headers))
    await admin.delete('/webhooks/{webhookId}', { path })
  } finally {
    here.close()
  }
})

test('the vector of the page is what the library signs', async () => {
  const { headers, body } = await vector()
  const signed = new Webhook(SECRET).sign(headers['webhook-id'] ?? '', new Date(NOW * 1000), body)
  assert.equal(signed, headers['webhook-signature'])
})

test('the code of the page takes the vector and nothing else: Node', async () => {
  const [verify, { headers, body }] = [await written(), await vector()]
  const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
  assert.equal(verify(SECRET, headers, body, NOW + 299), true)
  assert.equal(verify(SECRET, both, body, NOW), true)
  assert.equal(verify(SECRET, headers, body, NOW + 301), false)
  assert.equal(verify(SECRET, headers, `${body} `, NOW), false)
  assert.equal(verify('whsec_AAAA', headers, body, NOW), false)
  assert.equal(verify(SECRET, { ...headers, 'webhook-timestamp': 'now' }, body, NOW), false)
})

test('the code of the page takes the vector and nothing else: Python', async (context) => {
  const { headers, body } = await vector()
  const ask = `
import json, sys
secret, headers, body, now = json.loads(sys.argv[1])
print(verify(secret, headers, body, now), verify(secret, headers, body + " ", now), verify(secret, headers, body, now + 301))`
  const given = JSON.stringify([SECRET, headers, body, NOW])
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', (await block('python')) + ask, given])
    assert.equal(stdout.trim(), 'True False False')
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    context.skip('python3 不在 / there is no python3')
  }
})
