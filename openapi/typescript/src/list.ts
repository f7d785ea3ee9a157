// A list, page by page, as a page that loads more on reaching its end wants it.

/** One page as the server answers it. */
export interface Page<T> {
  items: readonly T[]
  nextCursor: string | null
}

/** A list that is fetched page by page. */
export class List<T> implements AsyncIterable<T> {
  /** 已到最后一页 */
  done = false
  private cursor: string | undefined
  private loading: Promise<readonly T[]> | undefined

  constructor(private readonly load: (cursor: string | undefined) => Promise<Page<T>>) {}

  /** 取下一页；取完之后总是空的。同时多次调用只取一页，失败后再调用会重取同一页。 */
  next(): Promise<readonly T[]> {
    if (this.done) return Promise.resolve([])
    this.loading ??= this.fetch().finally(() => {
      this.loading = undefined
    })
    return this.loading
  }

  private async fetch(): Promise<readonly T[]> {
    const page = await this.load(this.cursor)
    this.cursor = page.nextCursor ?? undefined
    this.done = page.nextCursor === null
    return page.items
  }

  /** 逐项取完整个列表：`for await (const wish of siwei.list('/wishes')) …` */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (!this.done) yield* await this.next()
  }
}
