import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { chromium } from 'playwright-core'

import { start } from './server.js'

let server, browser

before(async () => {
  server = await start()
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
})

after(async () => {
  await browser?.close()
  await server?.stop()
})

/** The page, and what it asked for and complained about. */
async function open(viewport = { width: 1400, height: 900 }) {
  const page = await browser.newPage({ locale: 'en-US', viewport })
  const asked = [], complaints = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${server.url}/docs`)
  await page.locator('text=身份验证').first().waitFor()
  return { page, asked, complaints }
}

/** The operations of the document, as `[{method, path, tags, summary}]`. */
async function operations() {
  const { paths } = await (await fetch(`${server.url}/openapi.json`)).json()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
  )
}

test('the page shows every operation, in Chinese whatever the browser speaks', async () => {
  const all = await operations()
  assert.ok(all.length > 0, 'the document has no operations')
  const { page } = await open()
  assert.match(await page.title(), /四微/)
  await page.locator('text=下载 OpenAPI 文档').first().waitFor()
  for (const tag of new Set(all.flatMap((operation) => operation.tags ?? []))) {
    const summaries = all.filter((operation) => operation.tags?.includes(tag)).map((operation) => operation.summary)
    await page.goto(`${server.url}/docs#tag/${tag}`)
    for (const summary of summaries) {
      assert.match(summary, /\p{Script=Han}/u)
      await page.locator('nav, aside').getByText(summary, { exact: true }).first().waitFor({ timeout: 15_000 })
    }
  }
  await page.close()
})

test('the page asks nobody but its own server and breaks none of its own rules', async () => {
  const { page, asked, complaints } = await open()
  await page.mouse.wheel(0, 5000)
  await page.waitForLoadState('networkidle')
  assert.deepEqual(asked.filter((url) => !url.startsWith(`${server.url}/`) && !/^(data|blob):/.test(url)), [])
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the page fits a phone, the people of the demo included', async () => {
  const { page } = await open({ width: 390, height: 844 })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390)
  if (await page.locator('#demo').isVisible()) {
    const { x, width } = await page.locator('#person').boundingBox()
    assert.ok(x >= 0 && x + width <= 390, `the list of people ends at ${x + width}`)
  }
  await page.close()
})

test('a person of the demo can be chosen and is sent with every request', async (context) => {
  const { page } = await open()
  const people = JSON.parse(await page.locator('#demo-people').textContent())
  if (people.length === 0) {
    await page.close()
    return context.skip('the server is not in demo mode')
  }
  // The last one that is a person: programs with a key have no profile.
  const chosen = people.findLastIndex(({ token }) => !token.startsWith('swk_'))
  await page.locator('#person').selectOption(String(chosen))
  const secured = (await operations()).find(
    ({ method, path, security }) => method === 'get' && path.endsWith('/me') && security?.length !== 0,
  )
  await page.goto(`${server.url}/docs#tag/${secured.tags[0]}/${secured.method.toUpperCase()}${secured.path}`)
  await page.locator('#person').selectOption(String(chosen))
  const sent = page.waitForRequest((request) => new URL(request.url()).pathname === secured.path)
  await page.locator('button', { hasText: `测试请求(get ${secured.path})` }).first().click()
  await page.getByRole('button', { name: /^发送/ }).first().click()
  const request = await sent
  assert.equal(await request.headerValue('authorization'), `Bearer ${people[chosen].token}`)
  assert.equal((await request.response()).status(), 200)
  await page.close()
})
