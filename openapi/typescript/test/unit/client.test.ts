import assert from 'node:assert/strict'
import { test } from 'node:test'

import { ConnectionError, createClient, isProblem, memoryTokens, ProblemError } from '../../src/index.js'
import { answer, problem, script, type Sent } from '../stub.js'

const baseUrl = 'https://api.example.com/'
const wishId = '01a20bab-20c1-74b5-944e-aca9004a7a49'
const item = (title: string) => ({ id: wishId, title })

test('a path is filled, lists become comma lists, and nothing undefined is sent', async () => {
  const { transport, sent } = script(answer(200, { items: [], nextCursor: null }))
  const siwei = createClient({ baseUrl, transport })
  await siwei.get('/communities/{communityId}/wall', {
    path: { communityId: 'a/b' },
    query: { status: ['open', 'claimed'], q: '路灯', gridId: undefined, category: '' },
  })
  const [request] = sent
  assert.equal(request?.url, 'https://api.example.com/api/v1/communities/a%2Fb/wall?status=open%2Cclaimed&q=%E8%B7%AF%E7%81%AF')
  assert.equal(request?.headers['Accept-Language'], 'zh-CN')
  assert.equal(request?.headers['Authorization'], undefined)
  assert.equal(request?.headers['Idempotency-Key'], undefined)
  assert.equal(request?.body, undefined)
})

test('a missing path parameter is a mistake of the program, not a request', async () => {
  const { transport, sent } = script()
  const siwei = createClient({ baseUrl, transport })
  await assert.rejects(siwei.get('/wishes/{wishId}', { path: { wishId: '' } }), TypeError)
  assert.equal(sent.length, 0)
})

test('a move carries the version that was seen and a key of its own', async () => {
  const { transport, sent } = script(answer(200, item('灯')), answer(200, item('灯')))
  const siwei = createClient({ baseUrl, transport })
  await siwei.post('/wishes/{wishId}/approve', { path: { wishId }, version: 3 })
  await siwei.post('/wishes/{wishId}/approve', { path: { wishId }, version: 4 })
  assert.equal(sent[0]?.headers['If-Match'], '"3"')
  assert.equal(sent[0]?.body, '{}')
  assert.match(sent[0]?.headers['Idempotency-Key'] ?? '', /^[!-~]{8,128}$/)
  assert.notEqual(sent[0]?.headers['Idempotency-Key'], sent[1]?.headers['Idempotency-Key'])
})

test('a retry after a lost connection carries the same key', async () => {
  const { transport, sent } = script(new Error('request:fail'), answer(200, item('灯')))
  const siwei = createClient({ baseUrl, transport })
  await siwei.post('/wishes/{wishId}/support', { path: { wishId } })
  assert.equal(sent.length, 2)
  assert.equal(sent[0]?.headers['Idempotency-Key'], sent[1]?.headers['Idempotency-Key'])
})

test('a connection that stays away is an error that says so', async () => {
  const reason = new Error('request:fail timeout')
  const { transport } = script(reason, reason)
  const siwei = createClient({ baseUrl, transport, retries: 1 })
  await assert.rejects(siwei.get('/wishes'), (error) => error instanceof ConnectionError && error.reason === reason)
})

test('503 is tried again, 409 still_running too, other refusals are not', async () => {
  const { transport, sent } = script(problem(503, 'unavailable', { 'retry-after': '0.01' }), problem(409, 'still_running'), answer(200, item('灯')))
  const siwei = createClient({ baseUrl, transport })
  await siwei.post('/wishes/{wishId}/support', { path: { wishId } })
  assert.equal(sent.length, 3)

  const refused = script(problem(409, 'illegal_transition'))
  await assert.rejects(createClient({ baseUrl, transport: refused.transport }).post('/wishes/{wishId}/support', { path: { wishId } }))
  assert.equal(refused.sent.length, 1)
})

test('a refusal is a problem with code, sentence, faults and request id', async () => {
  const body = {
    type: '/problems/invalid', title: '内容有误', status: 422, detail: '有内容填写不正确。', code: 'invalid', requestId: 'r-7',
    errors: [{ pointer: '/title', code: 'missing_field', detail: '缺少必填项。' }],
  }
  const { transport } = script(answer(422, JSON.stringify(body)))
  const siwei = createClient({ baseUrl, transport })
  const error = await siwei.post('/wishes', { body: { category: 'repair', title: '', body: '' } }).catch((error: unknown) => error)
  assert.equal(isProblem(error, 'stale'), false)
  assert.ok(error instanceof ProblemError && isProblem(error, 'invalid'))
  assert.equal(error.message, '有内容填写不正确。')
  assert.equal(error.at('/title'), '缺少必填项。')
  assert.equal(error.requestId, 'r-7')
})

test('an answer that is no problem document is a problem all the same', async () => {
  const { transport } = script(answer(502, '<html>bad gateway</html>', { 'x-request-id': 'r-9' }))
  const error = await createClient({ baseUrl, transport }).get('/wishes').catch((error: unknown) => error)
  assert.ok(isProblem(error, 'http_502'))
  assert.equal(error.requestId, 'r-9')
})

test('204 has no body', async () => {
  const { transport } = script(answer(204, ''))
  assert.equal(await createClient({ baseUrl, transport }).post('/auth/logout'), undefined)
})

test('fifty calls with an expired token share one refresh and are all made again', async () => {
  const fresh = { accessToken: 'new', refreshToken: 'r2', expiresIn: 900, accountId: wishId }
  let refreshed = 0
  const respond = async (request: Sent) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    if (request.url.endsWith('/auth/refresh')) {
      refreshed += 1
      assert.deepEqual(JSON.parse(request.body ?? ''), { refreshToken: 'r1' })
      return answer(200, fresh)
    }
    return request.headers['Authorization'] === 'Bearer new' ? answer(200, item('灯')) : problem(401, 'token_expired')
  }
  const { transport, sent } = script(...Array<typeof respond>(200).fill(respond))
  const tokens = memoryTokens({ accessToken: 'old', refreshToken: 'r1' })
  const siwei = createClient({ baseUrl, transport, tokens })
  await Promise.all(Array.from({ length: 50 }, () => siwei.post('/wishes/{wishId}/support', { path: { wishId } })))
  assert.equal(refreshed, 1)
  assert.deepEqual(tokens.read(), { accessToken: 'new', refreshToken: 'r2' })
  const keys = new Set(sent.map((request) => request.headers['Idempotency-Key']).filter(Boolean))
  assert.equal(keys.size, 50)
})

test('a token that was renewed meanwhile is used without another refresh', async () => {
  const tokens = memoryTokens({ accessToken: 'old', refreshToken: 'r1' })
  const { transport, sent } = script(
    () => {
      tokens.write({ accessToken: 'new', refreshToken: 'r2' })
      return problem(401, 'token_expired')
    },
    answer(200, item('灯')),
  )
  await createClient({ baseUrl, transport, tokens }).get('/wishes/{wishId}', { path: { wishId } })
  assert.deepEqual(sent.map((request) => request.headers['Authorization']), ['Bearer old', 'Bearer new'])
})

test('a refresh token that is no longer good ends the session and says so once', async () => {
  const tokens = memoryTokens({ accessToken: 'old', refreshToken: 'r1' })
  const { transport } = script(problem(401, 'token_expired'), problem(401, 'refresh_token_invalid'))
  let signedOut = 0
  const siwei = createClient({ baseUrl, transport, tokens, onSignedOut: () => (signedOut += 1) })
  await assert.rejects(siwei.get('/wishes'), (error) => isProblem(error, 'token_expired'))
  assert.equal(signedOut, 1)
  assert.equal(siwei.tokens, undefined)
})

test('a refresh that does not get through keeps the session', async () => {
  const tokens = memoryTokens({ accessToken: 'old', refreshToken: 'r1' })
  const { transport } = script(problem(401, 'token_expired'), new Error('request:fail'))
  const siwei = createClient({ baseUrl, transport, tokens, retries: 0 })
  await assert.rejects(siwei.get('/wishes'), ConnectionError)
  assert.deepEqual(siwei.tokens, { accessToken: 'old', refreshToken: 'r1' })
})

test('a second 401 is the answer, not a loop', async () => {
  const fresh = { accessToken: 'new', refreshToken: 'r2', expiresIn: 900, accountId: wishId }
  const { transport, sent } = script(problem(401, 'token_expired'), answer(200, fresh), problem(401, 'unauthenticated'))
  const tokens = memoryTokens({ accessToken: 'old', refreshToken: 'r1' })
  await assert.rejects(createClient({ baseUrl, transport, tokens }).get('/wishes'), (error) => isProblem(error, 'unauthenticated'))
  assert.equal(sent.length, 3)
})

test('a list is walked page by page with its filter', async () => {
  const { transport, sent } = script(
    answer(200, { items: [item('一'), item('二')], nextCursor: 'c2' }),
    answer(200, { items: [item('三')], nextCursor: null }),
  )
  const titles: string[] = []
  for await (const wish of createClient({ baseUrl, transport }).list('/wishes', { query: { pageSize: 2 } })) titles.push(wish.title)
  assert.deepEqual(titles, ['一', '二', '三'])
  assert.deepEqual(sent.map((request) => new URL(request.url).search), ['?pageSize=2', '?pageSize=2&cursor=c2'])
})

test('reaching the end twice at once loads one page, and a failed page is asked for again', async () => {
  const { transport, sent } = script(
    problem(429, 'too_many_requests'),
    answer(200, { items: [item('一')], nextCursor: 'c2' }),
    answer(200, { items: [item('二')], nextCursor: null }),
  )
  const list = createClient({ baseUrl, transport }).list('/wishes')
  await assert.rejects(list.next(), (error) => isProblem(error, 'too_many_requests'))
  const [first, again] = await Promise.all([list.next(), list.next()])
  assert.equal(first, again)
  assert.equal(list.done, false)
  await list.next()
  assert.equal(list.done, true)
  assert.deepEqual(await list.next(), [])
  assert.equal(sent.length, 3)
})

test('a file is uploaded with the session and a key, and its JSON text is read', async () => {
  const { transport, sent } = script(answer(201, JSON.stringify({ id: wishId })))
  const tokens = memoryTokens({ accessToken: 'a', refreshToken: 'r' })
  const picture = await createClient({ baseUrl, transport, tokens }).upload('/media', '/tmp/photo.jpg')
  assert.equal(picture.id, wishId)
  assert.equal(sent[0]?.file, '/tmp/photo.jpg')
  assert.equal(sent[0]?.headers['Authorization'], 'Bearer a')
  assert.ok(sent[0]?.headers['Idempotency-Key'])
})
