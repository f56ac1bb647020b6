import { parseJson } from '../text/parse-json.js'
import { listedAddress } from './listed-address.js'
import type { FoundSource, ListBuilder } from './source-list.js'

/**
 * The keys under which a file keeps its sources: `feeds` is MonitoRSS 6 and most readers, `sources` and `rssList` are
 * older MonitoRSS, `results` is its web interface, `subscriptions` the Google Reader API and those who copied it.
 */
const listNames = ['feeds', 'sources', 'rsslist', 'results', 'subscriptions', 'outlines', 'data']
const addressNames = ['xmlurl', 'feedurl', 'rssurl', 'url', 'link', 'href', 'address', 'feed', 'rss']
const titleNames = ['title', 'name', 'text', 'label']
const folderNames = ['folder', 'category', 'categories', 'group', 'tags']

type Fields = Record<string, unknown>

/**
 * Reads an array of addresses or of objects with an address, an object of such arrays by folder, an object of addresses
 * by title, or any of these below one of the usual keys. Problems give the number of the entry.
 */
export function parseJsonList(text: string, list: ListBuilder): void {
  let number = 0
  for (const found of sourcesIn(readJson(text, list))) {
    if (list.isFull()) return
    list.add(found, { place: 'entry', number: ++number })
  }
}

function readJson(text: string, list: ListBuilder): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    list.note('source.listBadJson', { reason: error instanceof Error ? error.message.slice(0, 200) : '' })
    return []
  }
}

function sourcesIn(root: unknown): FoundSource[] {
  const inner = innermost(root)
  if (!isFields(inner)) return (Array.isArray(inner) ? inner : [inner]).map(foundIn)
  if (foundIn(inner).addresses.length > 0) return [foundIn(inner)]
  return Object.entries(inner).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.map((each) => ({ folder: name, ...foundIn(each) }))
    if (typeof value === 'string') return listedAddress(value) ? [{ addresses: [value], title: name }] : []
    // A list that is keyed by ids; other objects are settings.
    const found = foundIn(value)
    return found.addresses.length > 0 ? [found] : []
  })
}

/** The value below the usual keys, if there are any. */
function innermost(value: unknown): unknown {
  let inner = value
  while (isFields(inner)) {
    const fields = lowerCased(inner)
    const below = listNames.map((name) => fields[name]).filter((each) => typeof each === 'object' && each)
    if (below.length === 0) break
    inner = below.find(Array.isArray) ?? below[0]
  }
  return inner
}

function foundIn(value: unknown): FoundSource {
  if (!isFields(value)) return { addresses: typeof value === 'string' ? [value] : [] }
  const fields = lowerCased(value)
  const texts = (names: readonly string[]) => names.flatMap((name) => nameIn(fields[name])?.trim() || [])
  // Google Reader's ids are addresses, all others are numbers or random.
  const [, readerId] = /^feed\/(.+)/s.exec(texts(['id'])[0] ?? '') ?? []
  const [title] = texts(titleNames)
  const [folder] = texts(folderNames)
  return {
    addresses: [...texts(addressNames), ...(readerId ? [readerId] : [])],
    ...(title && { title }),
    ...(folder && { folder }),
  }
}

/** A text, or that of the first thing in a list, or the name of an object such as `{ id, label }`. */
function nameIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  if (typeof first === 'string') return first
  if (!isFields(first)) return undefined
  return titleNames.map((name) => first[name]).find((text) => typeof text === 'string')
}

/** `xmlUrl`, `xml_url` and `XML-URL` are one key. */
function lowerCased(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase().replace(/[_-]/g, ''), value]),
  )
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
