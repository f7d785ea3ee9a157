// What the document says about every path, turned into the arguments and results of the
// client's functions. Types only: nothing of this file exists at run time.

import type { paths } from './schema.js'

/** The verbs that a mini-program can send. */
export type Method = 'get' | 'post' | 'put' | 'delete'

/** The paths of the API without their common `/api/v1`. */
type Routes = { [P in keyof paths as P extends `/api/v1${infer Rest}` ? Rest : never]: paths[P] }

/** The paths that know this verb. */
export type PathOf<M extends Method> = {
  [P in keyof Routes]: Routes[P] extends { [K in M]: object } ? P : never
}[keyof Routes]

/** One operation of the document. */
export type Operation<M extends Method, P extends PathOf<M>> = Routes[P] extends { [K in M]: infer O } ? O : never

/** Several values of one parameter travel as a comma list. */
type Value<T> = T extends string ? T | readonly T[] : T

type Queried<Q> = { [K in keyof Q]: Value<NonNullable<Q[K]>> | undefined }

type Query<O> = O extends { parameters: { query: infer Q extends object } }
  ? { query: Queried<Q> }
  : O extends { parameters: { query?: infer Q extends object } }
    ? { query?: Queried<Q> | undefined }
    : { query?: never }

type InPath<O> = O extends { parameters: { path: infer T extends object } } ? { path: T } : { path?: never }

type JsonBody<O> = O extends { requestBody?: infer R extends object }
  ? R extends { content: { 'application/json': infer B } }
    ? B
    : never
  : never

type Body<O> = [JsonBody<O>] extends [never]
  ? { body?: never }
  : {} extends JsonBody<O>
    ? { body?: JsonBody<O> | undefined }
    : { body: JsonBody<O> }

type HeaderNames<O> = O extends { parameters: { header?: infer H extends object } } ? keyof H : never

type Version<O> = 'If-Match' extends HeaderNames<O>
  ? {
      /** 所见内容的版本号：内容已被他人更新时答 412 `stale` */
      version?: number | undefined
    }
  : unknown

/** What every call may say. */
export interface CallOptions {
  /** 超时毫秒数，默认取客户端的设置 */
  timeout?: number | undefined
  /** 幂等键；省略时每次调用自动生成一个，重试时不变 */
  idempotencyKey?: string | undefined
  /** 附加的请求头 */
  headers?: Readonly<Record<string, string>> | undefined
}

/** The arguments of an operation. */
export type Options<O> = Query<O> & InPath<O> & Body<O> & Version<O> & CallOptions

/** The options can be left out when none of them is required. */
export type Arguments<O> = {} extends Options<O> ? [options?: Options<O>] : [options: Options<O>]

/** The JSON that an operation answers when all goes well; `undefined` where there is none. */
export type Result<O> = O extends { responses: infer R }
  ? { [S in keyof R & (200 | 201 | 202)]: Json<R[S]> }[keyof R & (200 | 201 | 202)] extends infer J
    ? [J] extends [never]
      ? undefined
      : J
    : never
  : never

type Json<A> = A extends { content: { 'application/json': infer J } } ? J : undefined

/** The paths whose GET answers one page of a list. */
export type ListPath = {
  [P in PathOf<'get'>]: Result<Operation<'get', P>> extends { items: readonly unknown[]; nextCursor: string | null }
    ? P
    : never
}[PathOf<'get'>]

/** An item of a list. */
export type Item<P extends ListPath> =
  Result<Operation<'get', P>> extends { items: readonly (infer T)[] } ? T : never

/** The paths that take a file. */
export type UploadPath = {
  [P in PathOf<'post'>]: Operation<'post', P> extends { requestBody: { content: { 'multipart/form-data': object } } }
    ? P
    : never
}[PathOf<'post'>]
