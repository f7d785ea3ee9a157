// Small things on the way to the wire and back.

// Mini-programs, browsers and Node have it; no library of types common to all says so.
declare function setTimeout(work: () => void, milliseconds: number): unknown

/** `/wishes/{wishId}` with its parameters filled in. */
export function fill(path: string, parameters: Readonly<Record<string, unknown>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name]
    if (value === undefined || value === null || value === '') throw new TypeError(`${path}: ${name} is missing`)
    return encodeURIComponent(String(value))
  })
}

/** `?a=1&b=x%2Cy`; lists become comma lists, and what is not there is left out. */
export function query(parameters: Readonly<Record<string, unknown>> = {}): string {
  const pairs = Object.entries(parameters)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** The JSON of an answer: some platforms have parsed it, some have not, and 204 has none. */
export function decode(data: unknown): unknown {
  if (typeof data !== 'string') return data ?? undefined
  if (data.trim() === '') return undefined
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}

/** A key that nobody else makes. Mini-programs have no `crypto`, and it need not be secret. */
export function newKey(): string {
  const random = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0')
  return `${Date.now().toString(36)}-${random()}${random()}`
}

/** Resolves after a while. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
