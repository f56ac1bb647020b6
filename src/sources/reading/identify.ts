import type { ArticleDraft } from '../../core/article.js'
import { idKey, type KnownKey } from '../../store/articles.js'
import type { IdentityScheme } from '../../store/schema.js'
import { isTelling } from '../page/listing-address.js'
import { hashWords } from '../text/draft.js'

/** A draft with what it was recognised as: a stored article's id, 'removed' for one that was pruned, null for a new one. */
export interface Identified {
  draft: ArticleDraft
  /** Under which it can be recognised later. */
  keys: string[]
  known: number | 'removed' | null
}

export interface Identification {
  items: Identified[]
  /** How this source's articles are best told apart from now on. */
  scheme: IdentityScheme
}

/** Shorter texts say the same thing in many articles ("Read more", "Photo of the day"). */
const tellingTextLength = 80
/** The beginning tells texts apart; the rest of a long one would only cost time. */
const hashedLength = 2000
/** So many recognised by address under another guid show that a source makes its guids anew. */
const changedGuids = 3

/** The names by which an article can be recognised, each as a key; null where it has none of that kind. */
interface Names {
  id: string
  address: string | null
  dated: string | null
  words: string
}

function namesOf(draft: ArticleDraft): Names {
  return {
    id: idKey(draft.identity),
    address: addressKey(draft.url),
    dated: datedKey(draft),
    words: wordsKey(draft),
  }
}

/** A title and its date: nobody publishes two articles of one name at the same moment. */
function datedKey({ title, publishedAt }: ArticleDraft): string | null {
  return publishedAt === null ? null : `dated:${publishedAt}:${hashWords(title)}`
}

/** An address without what changes when a site moves to https, drops its "www." or its trailing slashes. */
function addressKey(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const { host, pathname, search, hash } = new URL(address)
  const path = pathname.replace(/\/+$/, '')
  // The front page is the address of no single article.
  if (path === '' && search === '' && hash === '') return null
  return `url:${host.replace(/^www\./, '')}${path}${search}${hash}`
}

function wordsKey({ title, text }: ArticleDraft): string {
  return `words:${hashWords(`${title}\n${text.slice(0, hashedLength)}`)}`
}

/** Whether the words alone name an article: long enough, or all there is. */
function hasTellingWords({ text, url }: ArticleDraft): boolean {
  return text.length >= tellingTextLength || url === null
}

/** How a source that is read for the first time tells its articles apart. */
export function schemeOf(drafts: readonly ArticleDraft[]): IdentityScheme {
  const named = drafts.filter(({ identity, url }) => identity !== url)
  if (named.some(({ url }) => url !== null)) return 'guid'
  return drafts.some(({ url }) => url !== null) ? 'url' : 'words'
}

/** A draft that is being recognised. */
interface Item extends Identified {
  names: Names
}

/** Drafts with their names, to be looked up and recognised. */
export function nameAll(drafts: readonly ArticleDraft[]): Item[] {
  return drafts.map((draft) => {
    const names = namesOf(draft)
    return { draft, names, keys: Object.values(names).filter((key) => key !== null), known: null }
  })
}

/**
 * Recognises articles of a source: by the source's own name for them, then by address, by title and date, and by
 * words; each stored article once. Where guids are the scheme, an address alone does not say enough (status pages,
 * live blogs and shows give several articles one address): the title or the date must agree, unless the address is
 * that of an article. Where a source turns out to make its guids anew, its addresses become the scheme.
 */
export function identify(
  named: readonly Item[],
  known: readonly KnownKey[],
  scheme: IdentityScheme,
): Identification {
  const byKey = new Map(known.map((each) => [each.key, each]))
  const items = named.map((item) => ({ ...item }))
  const taken = new Set<number>()
  const take = (item: Item, key: string | null): boolean => {
    const match = key === null ? undefined : byKey.get(key)
    if (!match || item.known !== null || (match.articleId !== null && taken.has(match.articleId)))
      return false
    item.known = match.articleId ?? 'removed'
    if (match.articleId !== null) taken.add(match.articleId)
    return true
  }

  for (const item of items) take(item, item.names.id)
  const shared = repeated(items.map(({ names }) => names.address))
  let renamed = 0
  for (const item of items) {
    const { address } = item.names
    const match = address === null || shared.has(address) ? undefined : byKey.get(address)
    if (match && agrees(item.draft, match, scheme) && take(item, address)) renamed++
  }
  for (const item of items) take(item, item.names.dated)
  for (const item of items) if (hasTellingWords(item.draft)) take(item, item.names.words)
  // Short words say enough when most of a source is known by nothing else: then its names are not worth anything.
  const byWords = items.filter(({ names, known }) => known === null && byKey.has(names.words))
  if (byWords.length >= 2 && byWords.length * 2 >= items.length)
    for (const item of byWords) take(item, item.names.words)
  const guidsChange = scheme === 'guid' && renamed >= changedGuids && renamed * 2 >= items.length
  return { items: onceEach(items), scheme: guidsChange ? 'url' : scheme }
}

/** Whether an address that is known stands for the same article. */
function agrees(draft: ArticleDraft, match: KnownKey, scheme: IdentityScheme): boolean {
  if (scheme !== 'guid' || draft.identity === draft.url || match.articleId === null) return true
  // An address that names one article is better than a guid with a revision in it.
  if (isTelling(draft.url ?? '')) return true
  const sameDate = draft.publishedAt !== null && draft.publishedAt === match.publishedAt
  return sameDate || plain(draft.title) === plain(match.title ?? '')
}

function plain(title: string): string {
  return title.toLowerCase().replace(/\s+/g, ' ').trim()
}

function repeated(values: readonly (string | null)[]): Set<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const value of values) {
    if (value === null) continue
    if (seen.has(value)) twice.add(value)
    seen.add(value)
  }
  return twice
}

/** Two new items of one reading with the same telling words are one article listed twice. */
function onceEach(items: readonly Item[]): Item[] {
  const words = new Set<string>()
  return items.filter(({ draft, names, known }) => {
    if (known !== null || !hasTellingWords(draft)) return true
    return !words.has(names.words) && words.add(names.words)
  })
}
