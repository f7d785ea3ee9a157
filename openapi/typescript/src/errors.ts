// What can go wrong: the server refuses, or it cannot be reached.

import type { Problem, ProblemFault } from './schema.js'
import type { WireResponse } from './transport.js'

/** 服务拒绝了请求（RFC 9457）。程序按 `code` 判断，`message` 可直接展示给用户。 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  /** HTTP 状态码 */
  readonly status: number
  /** 稳定的错误代码，见 docs/errors.md */
  readonly code: string
  /** 错误的简短名称 */
  readonly title: string
  /** 逐项的错误：位置、代码、说明 */
  readonly errors: readonly ProblemFault[]
  /** 请求编号，报障时请附上 */
  readonly requestId: string | undefined
  /** 多少秒后可以重试 */
  readonly retryAfter: number | undefined

  constructor(response: WireResponse, body: unknown) {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>
    super(problem.detail ?? `HTTP ${response.status}`)
    // Compiled down to ES5, a subclass of Error would lose its own methods.
    Object.setPrototypeOf(this, ProblemError.prototype)
    this.status = response.status
    this.code = problem.code ?? `http_${response.status}`
    this.title = problem.title ?? ''
    this.errors = problem.errors ?? []
    this.requestId = problem.requestId ?? response.headers['x-request-id']
    const seconds = Number(response.headers['retry-after'])
    this.retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
  }

  /** 某一处的说明，用于表单逐项提示，如 `problem.at('/title')` */
  at(pointer: string): string | undefined {
    return this.errors.find((fault) => fault.pointer === pointer)?.detail
  }
}

/** 没有收到任何答复：断网、超时、小程序被切到后台。 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  /** 平台给出的原因 */
  readonly reason: unknown

  constructor(reason: unknown) {
    super('网络不可用，请检查网络后重试。')
    Object.setPrototypeOf(this, ConnectionError.prototype)
    this.reason = reason
  }
}

/** 是否为服务的拒绝；给出代码时还要相符。 */
export function isProblem(error: unknown, ...codes: string[]): error is ProblemError {
  return error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code))
}
