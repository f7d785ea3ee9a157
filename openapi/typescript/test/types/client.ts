// Compiled, never run: what the types let through and what they refuse.
import { createClient, type WishItem } from '../../src/index.js'
import { script } from '../stub.js'

const siwei = createClient({ baseUrl: '', transport: script().transport })
const path = { wishId: '' }

export async function good(): Promise<void> {
  const items: readonly WishItem[] = (await siwei.get('/wishes')).items
  const nothing: undefined = await siwei.post('/auth/logout')
  for await (const { title, status } of siwei.list('/wishes', { query: { status: ['open'] } })) {
    if (status === 'open') console.log(title satisfies string, items, nothing)
  }
}

export async function bad(): Promise<void> {
  // @ts-expect-error: there is no such path
  await siwei.get('/wish')
  // @ts-expect-error: the path has no such verb
  await siwei.delete('/wishes')
  // @ts-expect-error: the path's parameter is missing
  await siwei.get('/wishes/{wishId}')
  // @ts-expect-error: the reason is required
  await siwei.post('/wishes/{wishId}/reject', { path, body: {} })
  // @ts-expect-error: there is no such field
  await siwei.post('/wishes', { body: { category: '', title: '', body: '', colour: '' } })
  // @ts-expect-error: there is no such parameter
  await siwei.get('/wishes', { query: { colour: '' } })
  // @ts-expect-error: a GET changes nothing, so there is no version to see
  await siwei.get('/wishes/{wishId}', { path, version: 1 })
  // @ts-expect-error: and there is no body
  await siwei.get('/wishes', { body: {} })
  // @ts-expect-error: not a list
  siwei.list('/wishes/{wishId}', { path })
  // @ts-expect-error: takes no file
  await siwei.upload('/wishes', '')
  // @ts-expect-error: no such status
  if ((await siwei.get('/wishes/{wishId}', { path })).status === 'opened') return
}
