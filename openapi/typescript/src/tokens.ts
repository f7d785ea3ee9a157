// The two tokens of a session, and the one refresh that all waiting calls share.

import type { SignedIn } from './schema.js'

/** What signing in and refreshing answer, as far as the client needs it. */
export type Tokens = Pick<SignedIn, 'accessToken' | 'refreshToken'>

/** Where the tokens are kept between starts. */
export interface TokenStore {
  read(): Tokens | undefined
  /** `undefined` forgets them. */
  write(tokens: Tokens | undefined): void
}

/** Keeps the tokens until the program ends. */
export function memoryTokens(tokens?: Tokens): TokenStore {
  let kept = tokens
  return {
    read: () => kept,
    write: (tokens) => {
      kept = tokens
    },
  }
}

/** The part of `wx` and `uni` that keeps things. */
export interface SyncStorage {
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
  removeStorageSync(key: string): void
}

/** Keeps the tokens in the mini-program's or the uni-app's storage. */
export function storedTokens(storage: SyncStorage, key = 'siwei.tokens'): TokenStore {
  return {
    read: () => checked(storage.getStorageSync(key)),
    write: (tokens) => (tokens ? storage.setStorageSync(key, tokens) : storage.removeStorageSync(key)),
  }
}

/** The part of `localStorage` that is needed. */
export interface WebStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Keeps the tokens in a browser's `localStorage` or `sessionStorage`. */
export function webTokens(storage: WebStorage, key = 'siwei.tokens'): TokenStore {
  return {
    read: () => checked(parsed(storage.getItem(key))),
    write: (tokens) => (tokens ? storage.setItem(key, JSON.stringify(tokens)) : storage.removeItem(key)),
  }
}

/** Storage may hold anything, also what an older version of the program left there. */
function checked(value: unknown): Tokens | undefined {
  const tokens = value as Partial<Tokens> | null | undefined
  if (typeof tokens?.accessToken !== 'string' || typeof tokens.refreshToken !== 'string') return undefined
  return { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}

/** Exchanges expired tokens, once for however many calls found theirs expired. */
export class Session {
  private refreshing: Promise<Tokens | undefined> | undefined

  /** `exchange` answers undefined when the refresh token is no longer good. */
  constructor(
    readonly store: TokenStore,
    private readonly exchange: (refreshToken: string) => Promise<Tokens | undefined>,
    private readonly onSignedOut: () => void,
  ) {}

  /** Tokens that are newer than the refused one; undefined when the person has to sign in again. */
  async renew(refused: string): Promise<Tokens | undefined> {
    const kept = this.store.read()
    if (!kept || kept.accessToken !== refused) return kept
    this.refreshing ??= this.refresh(kept).finally(() => {
      this.refreshing = undefined
    })
    return this.refreshing
  }

  private async refresh(old: Tokens): Promise<Tokens | undefined> {
    const tokens = await this.exchange(old.refreshToken)
    // Somebody may have signed in or out meanwhile; theirs counts.
    const kept = this.store.read()
    if (kept?.refreshToken !== old.refreshToken) return kept
    this.store.write(tokens)
    if (!tokens) this.onSignedOut()
    return tokens
  }
}
