// Compiled, never run: the client against uni-app's own types.
import { createClient, storedTokens, uniTransport } from '../../../src/index.js'

const siwei = createClient({ baseUrl: 'https://api.example.com', transport: uniTransport(uni), tokens: storedTokens(uni) })

export async function login(): Promise<void> {
  const { code } = await uni.login({ provider: 'weixin' })
  siwei.tokens = await siwei.post('/auth/wechat/login', { body: { appid: 'wx0123456789abcdef', code } })
}

export async function photograph(): Promise<string[]> {
  const { tempFilePaths } = await uni.chooseImage({ count: 3 })
  const paths = Array.isArray(tempFilePaths) ? tempFilePaths : [tempFilePaths]
  return Promise.all(paths.map(async (path) => (await siwei.upload('/media', path)).id))
}
