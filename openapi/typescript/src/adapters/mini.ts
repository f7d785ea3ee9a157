// WeChat mini-programs and uni-app: `wx` and `uni` are called the same way.

import { lowerCase, type Transport, type WireResponse } from '../transport.js'

interface Answer {
  statusCode: number
  data: unknown
  header?: object
}

interface Callbacks {
  success: (answer: Answer) => void
  fail: (reason: unknown) => void
}

/** The part of `wx` and `uni` that sends requests. */
export interface MiniProgram {
  request(
    options: Callbacks & {
      url: string
      method: 'GET' | 'POST' | 'PUT' | 'DELETE'
      header: Record<string, string>
      data?: string
      timeout: number
    },
  ): unknown
  uploadFile(
    options: Callbacks & {
      url: string
      header: Record<string, string>
      name: string
      filePath: string
      formData: Record<string, string>
      timeout: number
    },
  ): unknown
}

/** `wx.request` calls every answer a success, whatever its status: so does the client. */
function transport(platform: MiniProgram): Transport<string> {
  return {
    send: ({ method, url, headers, body, timeout }) =>
      promised((callbacks) => {
        const data = body === undefined ? {} : { data: body }
        platform.request({ url, method, header: headers, timeout, ...data, ...callbacks })
      }),
    upload: ({ url, headers, field, file, form, timeout }) =>
      promised((callbacks) => {
        platform.uploadFile({ url, header: headers, name: field, filePath: file, formData: form, timeout, ...callbacks })
      }),
  }
}

function promised(start: (callbacks: Callbacks) => void): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    start({
      success: ({ statusCode, data, header }) => resolve({ status: statusCode, headers: lowerCase(header), data }),
      fail: reject,
    })
  })
}

/** 微信小程序：`wxTransport(wx)` */
export const wxTransport: (wx: MiniProgram) => Transport<string> = transport

/** uni-app：`uniTransport(uni)` */
export const uniTransport: (uni: MiniProgram) => Transport<string> = transport
