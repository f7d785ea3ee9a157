// A transport that answers from a script and remembers what it was sent.
import type { Transport, WireRequest, WireResponse, WireUpload } from '../src/index.js'

export type Sent = (WireRequest | WireUpload<string>) & { file?: string; body?: string }
type Step = WireResponse | Error | ((sent: Sent) => WireResponse | Promise<WireResponse>)

export function answer(status: number, data: unknown = '', headers: Record<string, string> = {}): WireResponse {
  return { status, headers, data }
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): WireResponse {
  return answer(status, { type: `/problems/${code}`, title: code, status, detail: '一句话', code, requestId: 'r-1' }, headers)
}

/** Answers in the given order; `sent` is what came. */
export function script(...steps: Step[]): { transport: Transport<string>; sent: Sent[] } {
  const sent: Sent[] = []
  const next = async (request: Sent): Promise<WireResponse> => {
    sent.push(request)
    const step = steps.shift()
    if (step === undefined) throw new Error(`nobody expected ${request.url}`)
    if (step instanceof Error) throw step
    return typeof step === 'function' ? step(request) : step
  }
  return { transport: { send: next, upload: next }, sent }
}
