// The client against a real server with demo data, from the phone to confirmed, over both
// adapters. `./test client` starts the server and names it in SIWEI_URL.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import {
  createClient, fetchTransport, isProblem, memoryTokens, wxTransport, type Client, type Transport,
} from '../../src/index.js'
import { wx } from './phone.js'

const baseUrl = process.env['SIWEI_URL'] ?? ''
const skip = baseUrl === '' ? 'SIWEI_URL 未设置，没有对真实服务测试 / SIWEI_URL names no server' : false
const photo = fileURLToPath(new URL('../../../../../tests/api/rights/pixel.png', import.meta.url))

interface Platform<File> {
  name: string
  transport: Transport<File>
  photo: () => Promise<File>
}

/** Counts what is sent, by path. */
function counted<File>(transport: Transport<File>): { transport: Transport<File>; sent: (path: string) => number } {
  const urls: string[] = []
  return {
    sent: (path) => urls.filter((url) => url.endsWith(path)).length,
    transport: {
      send: (request) => (urls.push(request.url), transport.send(request)),
      upload: (upload) => (urls.push(upload.url), transport.upload(upload)),
    },
  }
}

async function signedIn<File>(transport: Transport<File>, name: string): Promise<Client<File>> {
  const client = createClient({ baseUrl, transport, tokens: memoryTokens() })
  client.tokens = await client.post('/auth/wechat/login', { body: { appid: 'demo', code: `sandbox:${name}` } })
  return client
}

function walk<File>({ name, transport, photo }: Platform<File>): void {
  test(`a wish goes from the phone to confirmed over ${name}`, { skip }, async () => {
    const resident = await signedIn(transport, '王秀兰')
    const picture = await resident.upload('/media', await photo())
    assert.match(picture.thumbUrl, /signature=/)
    const body = { category: 'repair', title: '楼道灯坏了', body: '晚上看不清台阶。', photos: [picture.id] }
    const idempotencyKey = `tour-${name}-${Date.now()}`
    const { wish } = await resident.post('/wishes', { body, idempotencyKey })
    const retried = await resident.post('/wishes', { body, idempotencyKey })
    assert.equal(retried.wish.id, wish.id)
    const other = resident.post('/wishes', { body: { ...body, title: '另一件事' }, idempotencyKey })
    await assert.rejects(other, { status: 422, code: 'idempotency_key_reused' })

    const path = { wishId: wish.id }
    const leader = await signedIn(transport, '王海燕')
    const approved = await leader.post('/wishes/{wishId}/approve', { path, version: wish.version })
    await assert.rejects(leader.post('/wishes/{wishId}/approve', { path, version: wish.version }), (error) =>
      isProblem(error, 'stale', 'illegal_transition'))

    const helper = await signedIn(transport, '林晓明')
    const claimed = await helper.post('/wishes/{wishId}/claim', { path, body: {}, version: approved.version })
    assert.ok(claimed.allowedActions.includes('fulfil'))
    const contact = await helper.post('/wishes/{wishId}/contact', { path })
    assert.match(contact.phone ?? '', /^1\d{10}$/)
    const evidence = await helper.upload('/media', await photo())
    const fulfilled = await helper.post('/wishes/{wishId}/fulfil', {
      path, body: { text: '换好了', photos: [evidence.id] }, version: claimed.version,
    })
    const confirmed = await resident.post('/wishes/{wishId}/confirm', { path, body: { rating: 5 }, version: fulfilled.version })
    assert.equal(confirmed.status, 'confirmed')
    const looks = await resident.get('/wishes/{wishId}/contact-looks', { path })
    assert.equal(looks.length, 1)
  })

  test(`an access token that is no longer good is exchanged once over ${name}`, { skip }, async () => {
    const watched = counted(transport)
    const resident = await signedIn(watched.transport, '王秀兰')
    const before = resident.tokens
    assert.ok(before)
    resident.tokens = { ...before, accessToken: `${before.accessToken.slice(0, -8)}AAAAAAAA` }
    const all = await Promise.all(Array.from({ length: 10 }, () => resident.get('/me')))
    assert.equal(new Set(all.map((me) => me.id)).size, 1)
    assert.equal(watched.sent('/auth/refresh'), 1)
    assert.notEqual(resident.tokens?.refreshToken, before.refreshToken)

    await resident.post('/auth/logout')
    await assert.rejects(resident.get('/me'), { status: 401 })
    assert.equal(resident.tokens, undefined)
  })

  test(`a refusal says what is wrong in the language asked for over ${name}`, { skip }, async () => {
    const resident = await signedIn(transport, '李建国')
    const wish = { category: 'repair', title: '', body: '空的标题' }
    const refusal = await resident.post('/wishes', { body: wish }).catch((error: unknown) => error)
    assert.ok(isProblem(refusal, 'invalid'))
    assert.match(refusal.at('/title') ?? '', /\p{Script=Han}/u)
    assert.ok(refusal.requestId)

    const english = createClient({ baseUrl, transport, locale: 'en' })
    const nobody = await english.get('/me').catch((error: unknown) => error)
    assert.ok(isProblem(nobody, 'unauthenticated'))
    assert.doesNotMatch(nobody.message, /\p{Script=Han}/u)
  })

  test(`the wall is read page by page without signing in over ${name}`, { skip }, async () => {
    const visitor = createClient({ baseUrl, transport })
    const { items } = await visitor.get('/communities')
    const community = items.find((item) => item.name === '吉通社区')
    assert.ok(community)
    const wall = visitor.list('/communities/{communityId}/wall', {
      path: { communityId: community.id }, query: { pageSize: 5, status: ['open', 'claimed'] },
    })
    const ids: string[] = []
    for await (const wish of wall) ids.push(wish.id)
    assert.ok(ids.length > 5)
    assert.equal(new Set(ids).size, ids.length)
  })
}

walk({ name: 'fetch', transport: fetchTransport(), photo: async () => new Blob([await readFile(photo)]) })
walk({ name: 'wx.request', transport: wxTransport(wx), photo: async () => photo })
