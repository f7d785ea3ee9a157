// The one seam between the client and the platform that it runs on.

/** A request as it goes over the wire. */
export interface WireRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Record<string, string>
  /** JSON, already written out; absent when there is no body. */
  body?: string
  timeout: number
}

/** A file on its way: one file a request, as `wx.uploadFile` can send it. */
export interface WireUpload<File> {
  url: string
  headers: Record<string, string>
  /** The form's field. */
  field: string
  file: File
  /** The form's other fields. */
  form: Record<string, string>
  timeout: number
}

/** An answer of whatever status. */
export interface WireResponse {
  status: number
  /** Names in lower case; a platform that hides them gives none. */
  headers: Record<string, string>
  /** The JSON as text, or already parsed. */
  data: unknown
}

/** Sends requests. An answer of any status resolves; only a failing connection rejects. */
export interface Transport<File = never> {
  send(request: WireRequest): Promise<WireResponse>
  upload(upload: WireUpload<File>): Promise<WireResponse>
}

/** Header names in lower case, values as text. */
export function lowerCase(headers: object | undefined): Record<string, string> {
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  const lower: Record<string, string> = {}
  for (const [name, value] of entries) lower[name] = value
  return lower
}
