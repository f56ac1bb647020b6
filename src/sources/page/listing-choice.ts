import type { ListedData } from './listing-data.js'
import type { ListedEntry } from './listing-entries.js'
import { weightOf } from './listing-title.js'

/** Places that hold so many entries are a list of their own. */
const minRepeated = 3
/** Points that the middle entry of a repeated place needs, and one that stands alone. */
const minMiddle = 4
const minAlone = 5
/** Three bare links may be the choices of a form. */
const minBare = 5
const longTitle = 30

/**
 * The entries of a page that are articles, each address once, in document order. Links are judged by the place they
 * share: a short headline among long ones is an article, a long link in a menu is none. What stands in a place of its
 * own (a lead story) must say more for itself and have an address like the others.
 */
export function chooseEntries(
  places: readonly ListedEntry[][],
  data: ReadonlyMap<string, ListedData>,
): ListedEntry[] {
  const named = places.map((entries) => entries.filter(({ titleRank }) => titleRank > 0)).filter(hasTitles)
  const lists = named.filter((entries) => isList(entries, data))
  const chosen = lists.flat()
  const patterns = new Set(chosen.map(({ link }) => link.address.pattern))
  const rest = named.filter((entries) => !lists.includes(entries)).flat()
  const strong = rest.filter((entry) => points(entry, data) >= minAlone)
  const enough = chosen.length > 0 ? minRepeated - 1 : minRepeated
  const headlines = strong.filter(isHeadline)
  if (addresses(headlines) >= enough) chosen.push(...headlines)
  for (const [pattern, entries] of groupBy(strong, ({ link }) => link.address.pattern))
    if (patterns.has(pattern) || addresses(entries) >= minRepeated) chosen.push(...entries)
  return onceEach(chosen)
}

/** Whether a page with these entries is a list: enough of them are more than a link, or there are many. */
export function isEnough(entries: readonly ListedEntry[]): boolean {
  return entries.length >= minBare || entries.filter(isMoreThanLink).length >= minRepeated
}

function isMoreThanLink({ link, titleRank, publishedAt, teaser, isMarked }: ListedEntry): boolean {
  return link.address.isBelow || titleRank === 3 || publishedAt !== null || teaser !== '' || isMarked
}

/** A linked heading with the address of an article of the site. */
function isHeadline({ titleRank, link }: ListedEntry): boolean {
  return titleRank === 3 && link.address.isTelling && !link.address.isForeign
}

/** Items by what `keyOf` says of them, in order. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function isList(entries: readonly ListedEntry[], data: ReadonlyMap<string, ListedData>): boolean {
  const ranked = entries.map((entry) => points(entry, data)).sort((a, b) => a - b)
  const middle = ranked[ranked.length >> 1] ?? 0
  const news = entries.filter(isNews).length
  return addresses(entries) >= minRepeated && middle >= minMiddle && news * 2 >= entries.length
}

/** What sets an article apart from a part of the site, which may have a heading and a teaser as well. */
function isNews({ link, title, publishedAt, isMarked }: ListedEntry): boolean {
  return link.address.isTelling || publishedAt !== null || isMarked || weightOf(title) >= longTitle
}

/** Links that all say the same name no articles. */
function hasTitles(entries: readonly ListedEntry[]): boolean {
  return new Set(entries.map(({ title }) => title)).size * 2 >= addresses(entries)
}

function addresses(entries: readonly ListedEntry[]): number {
  return new Set(entries.map(({ link }) => link.address.url)).size
}

/** How much an entry looks like an article of the list. */
function points(entry: ListedEntry, data: ReadonlyMap<string, ListedData>): number {
  const { address } = entry.link
  return (
    weightPoints(weightOf(entry.title)) +
    (entry.titleRank === 3 ? 2 : 0) +
    (entry.publishedAt === null ? 0 : 3) +
    (entry.teaser === '' ? 0 : 1) +
    (entry.isMarked ? 1 : 0) +
    (address.isTelling ? 2 : 0) +
    (address.isBelow ? 1 : 0) +
    (data.has(address.url) ? 3 : 0) -
    (address.isForeign ? 2 : 0) -
    (entry.hasPrice ? 4 : 0)
  )
}

/** Menus have words, headlines have sentences. */
function weightPoints(weight: number): number {
  if (weight >= 40) return 4
  if (weight >= longTitle) return 3
  if (weight >= 20) return 2
  return weight >= 12 ? 1 : weight < 6 ? -2 : 0
}

function onceEach(entries: readonly ListedEntry[]): ListedEntry[] {
  const best = new Map<string, ListedEntry>()
  for (const entry of entries) {
    const { url } = entry.link.address
    const known = best.get(url)
    best.set(url, known ? merged(known, entry) : entry)
  }
  return [...best.values()].sort((a, b) => a.link.node.index - b.link.node.index)
}

/** Two links to one article: the title that is surer, then longer; what either part of the page knows of it. */
function merged(a: ListedEntry, b: ListedEntry): ListedEntry {
  const isFirst =
    a.titleRank > b.titleRank || (a.titleRank === b.titleRank && a.title.length >= b.title.length)
  const [better, other] = isFirst ? [a, b] : [b, a]
  const [first] = [a, b].sort((one, two) => one.link.node.index - two.link.node.index) as [ListedEntry]
  return {
    ...better,
    link: first.link,
    teaser: better.teaser || (other.teaser.startsWith(better.title) ? '' : other.teaser),
    author: better.author ?? other.author,
    image: better.image ?? other.image,
    publishedAt: better.publishedAt ?? other.publishedAt,
    from: Math.min(a.from, b.from),
    end: Math.max(a.end, b.end),
  }
}
