// Compiled, never run: the client against WeChat's own types.
import { createClient, isProblem, storedTokens, wxTransport, type WishDetail } from '../../../src/index.js'

const siwei = createClient({
  baseUrl: 'https://api.example.com',
  transport: wxTransport(wx),
  tokens: storedTokens(wx),
  onSignedOut: () => wx.reLaunch({ url: '/pages/login/login' }),
})

export async function submit(title: string, body: string): Promise<WishDetail> {
  const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['image'] })
  const photos = await Promise.all(tempFiles.map((file) => siwei.upload('/media', file.tempFilePath)))
  try {
    const submitted = await siwei.post('/wishes', {
      body: { category: 'repair', title, body, photos: photos.map((photo) => photo.id) },
    })
    return await siwei.get('/wishes/{wishId}', { path: { wishId: submitted.wish.id } })
  } catch (error) {
    if (isProblem(error)) wx.showToast({ title: error.message, icon: 'none' })
    throw error
  }
}
