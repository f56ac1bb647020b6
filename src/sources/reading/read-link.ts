import type { ArticleDraft } from '../../core/article.js'
import { isNoticePage } from '../page/looks-like-article.js'
import { parseSourceAddress } from '../source-address.js'
import { SourceError } from '../source-error.js'
import { completeDraft } from '../text/draft.js'
import { type ReadTools, requireAllowed } from './read-source.js'

/** What stands at an address. */
export type LinkedArticle = ArticleDraft & {
  /** Where it was read. */
  url: string
  /** The host. */
  sourceTitle: string
}

/** What a browser shows as a page; some servers do not say what they send. */
const pageType = /^\s*(?:$|text\/(?:html|plain)|application\/xhtml)/i

/**
 * Reads a page that somebody points at, for them: it is not stored. Where a site asks for money, consent or JavaScript
 * instead of showing the text, only the headline counts as read.
 * @throws SourceError
 */
export async function readLink(address: string, tools: ReadTools, now: number): Promise<LinkedArticle> {
  const { kind, url } = parseSourceAddress(address)
  if (kind === 'folder' || !URL.canParse(url)) throw new SourceError('link.notAnAddress', { url: address })
  await requireAllowed(url, tools, true)
  const fetched = await tools.fetcher.get(url, { accept: 'page', priority: 'interactive' })
  if (fetched.status !== 'ok') throw new SourceError('link.notAPage', { url })
  if (!pageType.test(fetched.contentType ?? '')) throw new SourceError('link.notAPage', { url })
  const sourceTitle = new URL(fetched.url).host.replace(/^www\./, '')
  const found = await tools.parser.page(fetched)
  const draft = completeDraft({ ...found, identity: null }, now)
  const seen = isNoticePage(found) ? { ...draft, text: '', kind: 'headline' as const, lead: null } : draft
  return { ...seen, url: seen.url ?? url, sourceTitle }
}
