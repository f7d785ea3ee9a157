// The client: every operation of the document by verb and path, with its types.

import { ConnectionError, ProblemError, isProblem } from './errors.js'
import { List, type Page } from './list.js'
import type { Arguments, CallOptions, Item, ListPath, Method, Operation, PathOf, Result, UploadPath } from './routes.js'
import { Session, memoryTokens, type TokenStore, type Tokens } from './tokens.js'
import type { Transport, WireRequest, WireResponse } from './transport.js'
import { decode, fill, newKey, pause, query } from './wire.js'

/** How a client is set up. */
export interface ClientOptions<File> {
  /** 服务地址，如 `https://api.example.com` */
  baseUrl: string
  /** 运行平台：`wxTransport(wx)`、`uniTransport(uni)` 或 `fetchTransport()` */
  transport: Transport<File>
  /** 令牌存放处，默认只在内存中 */
  tokens?: TokenStore
  /** 错误提示的语言，默认中文 */
  locale?: 'zh-CN' | 'en'
  /** 超时毫秒数，默认 15000 */
  timeout?: number
  /** 断网或服务暂不可用时最多重试几次，默认 2 */
  retries?: number
  /** 登录已彻底失效（刷新令牌也无效）时调用，通常转到登录页 */
  onSignedOut?: () => void
}

/** Everything that an option object may hold, whatever the operation. */
interface AnyOptions extends CallOptions {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  version?: number
}

const BASE = '/api/v1'

/** The longest that a call waits before it tries again. */
const LONGEST_PAUSE = 5_000

/** 四微后端的客户端 */
export class Client<File = never> {
  private readonly session: Session
  private readonly baseUrl: string

  constructor(private readonly options: ClientOptions<File>) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, '')
    this.session = new Session(
      options.tokens ?? memoryTokens(),
      (refreshToken) => this.exchange(refreshToken),
      () => options.onSignedOut?.(),
    )
  }

  /** 当前的令牌 */
  get tokens(): Tokens | undefined {
    return this.session.store.read()
  }

  /** 登录后记住令牌；`undefined` 为忘记 */
  set tokens(tokens: Tokens | undefined) {
    this.session.store.write(tokens && { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken })
  }

  /** 读取 */
  get<P extends PathOf<'get'>>(path: P, ...args: Arguments<Operation<'get', P>>): Promise<Result<Operation<'get', P>>> {
    return this.call('get', path, args[0])
  }

  /** 新建或执行动作 */
  post<P extends PathOf<'post'>>(path: P, ...args: Arguments<Operation<'post', P>>): Promise<Result<Operation<'post', P>>> {
    return this.call('post', path, args[0])
  }

  /** 修改 */
  put<P extends PathOf<'put'>>(path: P, ...args: Arguments<Operation<'put', P>>): Promise<Result<Operation<'put', P>>> {
    return this.call('put', path, args[0])
  }

  /** 删除 */
  delete<P extends PathOf<'delete'>>(path: P, ...args: Arguments<Operation<'delete', P>>): Promise<Result<Operation<'delete', P>>> {
    return this.call('delete', path, args[0])
  }

  /** 列表：`next()` 取下一页，`for await` 逐项取完 */
  list<P extends ListPath>(path: P, ...args: Arguments<Operation<'get', P>>): List<Item<P>> {
    const options = args[0] as AnyOptions | undefined
    return new List((cursor) =>
      this.call<Page<Item<P>>>('get', path, { ...options, query: { ...options?.query, ...(cursor && { cursor }) } }),
    )
  }

  /** 上传一个文件：小程序中为临时文件路径，浏览器中为 `File` 或 `Blob` */
  async upload<P extends UploadPath>(
    path: P,
    file: File,
    options: CallOptions & { form?: Record<string, string> } = {},
  ): Promise<Result<Operation<'post', P>>> {
    const url = this.baseUrl + BASE + path
    const headers = this.headers('POST', options)
    const timeout = options.timeout ?? Math.max(this.options.timeout ?? 0, 60_000)
    const send = (authorised: Record<string, string>) =>
      this.options.transport.upload({
        url, field: 'file', file, form: options.form ?? {}, timeout, headers: { ...headers, ...authorised },
      })
    return (await this.deliver(send)) as Result<Operation<'post', P>>
  }

  private async call<R>(method: Method, path: string, given: object | undefined): Promise<R> {
    const options = (given ?? {}) as AnyOptions
    const verb = method.toUpperCase() as WireRequest['method']
    const request: WireRequest = {
      method: verb,
      url: this.baseUrl + BASE + fill(path, options.path) + query(options.query),
      headers: this.headers(verb, options),
      timeout: options.timeout ?? this.options.timeout ?? 15_000,
    }
    if (verb === 'POST' || verb === 'PUT') {
      request.headers['Content-Type'] = 'application/json'
      request.body = JSON.stringify(options.body ?? {})
    }
    const send = (authorised: Record<string, string>) =>
      this.options.transport.send({ ...request, headers: { ...request.headers, ...authorised } })
    return (await this.deliver(send)) as R
  }

  /** The headers of a call; made once, so that a retry carries the same idempotency key. */
  private headers(method: WireRequest['method'], options: AnyOptions): Record<string, string> {
    const headers: Record<string, string> = { 'Accept-Language': this.options.locale ?? 'zh-CN', ...options.headers }
    if (method !== 'GET') headers['Idempotency-Key'] = options.idempotencyKey ?? newKey()
    if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
    return headers
  }

  /** Sends with the session's token; an expired one is exchanged and the call made once more. */
  private async deliver(send: (headers: Record<string, string>) => Promise<WireResponse>): Promise<unknown> {
    const tokens = this.tokens
    try {
      return await this.persist(() => send(bearer(tokens)))
    } catch (error) {
      if (!tokens || !isProblem(error) || error.status !== 401) throw error
      const renewed = await this.session.renew(tokens.accessToken)
      if (!renewed) throw error
      return await this.persist(() => send(bearer(renewed)))
    }
  }

  /** Tries again when nothing came back or the service says that it will be there in a moment. */
  private async persist(send: () => Promise<WireResponse>): Promise<unknown> {
    for (let tried = 0; ; tried += 1) {
      try {
        return await attempt(send)
      } catch (error) {
        if (tried >= (this.options.retries ?? 2) || !isPassing(error)) throw error
        const asked = isProblem(error) ? (error.retryAfter ?? 0) * 1000 : 0
        await pause(Math.min(asked || 300 * 2 ** tried, LONGEST_PAUSE))
      }
    }
  }

  private async exchange(refreshToken: string): Promise<Tokens | undefined> {
    try {
      const url = `${this.baseUrl}${BASE}/auth/refresh`
      const headers = { 'Accept-Language': this.options.locale ?? 'zh-CN', 'Content-Type': 'application/json' }
      const body = JSON.stringify({ refreshToken })
      const request: WireRequest = { method: 'POST', url, headers, body, timeout: this.options.timeout ?? 15_000 }
      const { accessToken, refreshToken: next } = (await this.persist(() => this.options.transport.send(request))) as Tokens
      return { accessToken, refreshToken: next }
    } catch (error) {
      if (isProblem(error) && error.status < 500 && error.status !== 429) return undefined
      throw error
    }
  }
}

function bearer(tokens: Tokens | undefined): Record<string, string> {
  return tokens ? { Authorization: `Bearer ${tokens.accessToken}` } : {}
}

async function attempt(send: () => Promise<WireResponse>): Promise<unknown> {
  let response: WireResponse
  try {
    response = await send()
  } catch (reason) {
    throw new ConnectionError(reason)
  }
  const body = decode(response.data)
  if (response.status >= 200 && response.status < 300) return body
  throw new ProblemError(response, body)
}

/** Whether the same request may do better in a moment; its idempotency key makes that safe. */
function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError || (isProblem(error) && (error.status === 503 || error.code === 'still_running'))
}

/** 建立客户端 */
export function createClient<File = never>(options: ClientOptions<File>): Client<File> {
  return new Client(options)
}
