import { UserError } from '../../core/errors.js'
import type { Log } from '../../core/log.js'
import type { Incomplete, PageText } from '../../store/completions.js'
import type { Stores } from '../../store/stores.js'
import { DatabaseUnavailable } from '../../store/unavailable.js'
import { siteOf } from '../fetch/host-queue.js'
import { looksLikeArticle } from '../page/looks-like-article.js'
import { completeDraft } from '../text/draft.js'
import type { ReadTools } from './read-source.js'
import { createSiteQueue, type HoldSite } from './site-queue.js'

export interface CompletionDeps {
  stores: Stores
  tools: ReadTools
  /** Ends an article's wait, with what its page gave: null when it stays as it is. */
  complete(article: Incomplete, page: PageText | null): Promise<void>
  /** As for polling. */
  holdSite: HoldSite
  log: Log
  now(): number
}

const lookedAtPerTick = 500
const sitesAtOnce = 8
/** However slow its site: then an article goes out with what its source said of it. */
const longestWaitMs = 10 * 60_000
/** A page that does not answer is tried once more; then the article goes out with what its source said of it. */
const tries = 2
const waitBetweenMs = 60_000
/** Failures that may be over in a minute. */
const passing = new Set<string>(['source.timeout', 'source.busy', 'source.serverFault', 'source.brokenOff'])

/** Completing articles of which their source gave only a part, from their own pages. */
export function createCompletion({ stores, tools, complete, holdSite, log, now }: CompletionDeps) {
  const queue = createSiteQueue<Incomplete>({ sitesAtOnce, keyOf: ({ id }) => id, holdSite })

  /** Reads the pages that are due, one after the other on each site. */
  async function completeDue(signal?: AbortSignal): Promise<void> {
    for (const article of await stores.completions.due(now(), lookedAtPerTick)) {
      if (now() - article.addedAt > longestWaitMs) await complete(article, null)
      else queue.add(siteOf(new URL(article.url ?? 'about:blank')), article)
    }
    await queue.drain({
      async work(article) {
        // It may have waited for so long that it went out as it was, or another process was at its site before.
        const isDue = !signal?.aborted && (await stores.completions.isWaiting(article.id))
        if (isDue) await completeOne(article, now(), signal)
      },
    })
  }

  async function completeOne(article: Incomplete, now: number, signal?: AbortSignal): Promise<void> {
    try {
      const page = await readPage(article, now, signal)
      await complete(article, page)
      await stores.sources.countPage(article.sourceId, page !== null)
    } catch (error) {
      // Neither is the page's fault: it is read again.
      if (signal?.aborted || error instanceof DatabaseUnavailable) return
      log.debug({ article: article.id, err: error }, 'article not completed')
      const key = error instanceof UserError ? error.key : ''
      if (passing.has(key) && article.tries + 1 < tries)
        return await stores.completions.tryAgain(article.id, now + waitBetweenMs)
      await complete(article, null)
      await stores.sources.countPage(article.sourceId, false)
    }
  }

  /** The article as its page has it, or null when the page turns out to be something else. */
  async function readPage(article: Incomplete, now: number, signal?: AbortSignal): Promise<PageText | null> {
    const { url, title, text } = article
    const { allowed } = url === null ? { allowed: false } : await tools.robots.check(url)
    const source = await stores.sources.get(article.sourceId)
    if (url === null || !allowed || !source) return null
    const sameSite = new URL(url).origin === new URL(source.url).origin
    const fetched = await tools.fetcher.get(url, {
      accept: 'page',
      ...(sameSite && { headers: source.headers }),
      ...(signal && { signal }),
    })
    if (fetched.status !== 'ok') return null
    const found = await tools.parser.page(fetched)
    const isIt = looksLikeArticle(found, { title, text })
    if (!isIt || found.text.length <= text.length) return null
    const page = completeDraft({ ...found, identity: article.identity }, now)
    return {
      // Where redirects and the page's own canonical address lead; the source may have linked to a counter of clicks.
      url: page.url ?? url,
      text: page.text,
      author: article.author ?? page.author,
      language: page.language ?? article.language,
      publishedAt: article.publishedAt ?? page.publishedAt,
      image: article.image ?? page.image ?? null,
      lead: page.lead ?? article.lead ?? null,
    }
  }

  return { completeDue }
}
