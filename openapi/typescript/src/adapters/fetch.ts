// Browsers, Node and whatever else has `fetch`.

import { lowerCase, type Transport, type WireResponse } from '../transport.js'

/** The part of `fetch` that is needed. */
export type Fetch = (url: string, init: object) => Promise<{
  status: number
  headers: { forEach(each: (value: string, name: string) => void): void }
  text(): Promise<string>
}>

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number
  readonly type: string
}

interface FormDataLike {
  append(name: string, value: unknown): void
}

// Named here because no library of types common to browsers and mini-programs has them.
declare const globalThis: {
  fetch: Fetch
  FormData: new () => FormDataLike
  AbortSignal: { timeout(milliseconds: number): unknown }
}

/** 浏览器与 Node：`fetchTransport()` */
export function fetchTransport(fetch: Fetch = (url, init) => globalThis.fetch(url, init)): Transport<BlobLike> {
  const send = async (url: string, timeout: number, init: object): Promise<WireResponse> => {
    const response = await fetch(url, { ...init, signal: globalThis.AbortSignal.timeout(timeout) })
    const headers: Record<string, string> = {}
    response.headers.forEach((value, name) => {
      headers[name] = value
    })
    return { status: response.status, headers: lowerCase(headers), data: await response.text() }
  }
  return {
    send: ({ url, timeout, method, headers, body }) => send(url, timeout, { method, headers, body }),
    upload: ({ url, timeout, headers, field, file, form }) => {
      const data = new globalThis.FormData()
      for (const [name, value] of Object.entries(form)) data.append(name, value)
      data.append(field, file)
      return send(url, timeout, { method: 'POST', headers, body: data })
    },
  }
}
