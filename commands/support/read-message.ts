import type { Actor, PickedMessage } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { detectLanguage } from '../../src/core/language.js'
import type { Deps } from '../../src/services.js'
import { canonicalUrl } from '../../src/sources/text/canonical-url.js'
import type { Shown } from './shown-article.js'

/** Each is a page to read, and a person waits. */
const maxLinks = 3
/** A message with fewer words beside its addresses only passes them on. */
const minWords = 8

/**
 * What a message holds and links to: the stored article where there is one, else the page, read now and not stored; then
 * the message itself when it says something. @throws UserError when nothing of it can be read.
 */
export async function readMessage(
  { text, links }: Pick<PickedMessage, 'text' | 'links'>,
  actor: Actor,
  deps: Deps,
): Promise<Shown[]> {
  const read = await Promise.allSettled(
    links.slice(0, maxLinks).map((link, i) => readLinked(link, -2 - i, actor, deps)),
  )
  const pages = read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const words = text.replace(/https?:\/\/\S+/g, ' ').trim()
  const enough = links.length === 0 ? 1 : minWords
  const own = countWords(words) >= enough ? [asArticle(words, actor)] : []
  const all = [...new Map([...pages, ...own].map((each) => [each.id, each])).values()]
  if (all.length > 0) return all
  const failure = read.find((each) => each.status === 'rejected')
  throw failure?.reason instanceof UserError ? failure.reason : new UserError('message.nothingToRead')
}

/** The stored article of an address, if the server follows its source, else what stands there. @throws UserError */
export async function readLinked(
  address: string,
  id: number,
  { guildId }: Actor,
  { stores, sources }: Deps,
): Promise<Shown> {
  const visible = await stores.followers.idsFollowedBy(guildId)
  const stored = await stores.articles.byUrl(canonicalUrl(address) ?? address, visible)
  return stored && stored.kind !== 'headline' ? stored : { ...(await sources.readLink(address)), id }
}

function asArticle(text: string, { t }: Actor): Shown {
  return {
    id: -1,
    title: t('message.title'),
    text,
    language: detectLanguage(text),
    url: null,
    kind: 'full',
    sourceTitle: t('message.source'),
    publishedAt: null,
    author: null,
  }
}

function countWords(text: string): number {
  return [...new Intl.Segmenter('und', { granularity: 'word' }).segment(text)].filter(
    (word) => word.isWordLike,
  ).length
}
