import { decodeHTML } from 'entities'
import { parseJson } from '../text/parse-json.js'

export type JsonObject = Record<string, unknown>

/** What pages hold beside their article: a page of hundreds of products is not walked to its end. */
const maxObjects = 300
/** Of comments and semicolons after the JSON of a script. */
const maxWrapping = 50
const maxImages = 10

/**
 * The object that describes a page's article, wherever it stands in its JSON-LD scripts: alone, in a list, in a graph,
 * under mainEntity. One of an article type comes before any other with a date of publication (a recipe, a web page).
 * Its author is looked up when it is a reference to another object of the page.
 */
export function findArticleData(scripts: readonly string[]): JsonObject | null {
  const objects = scripts.flatMap((script) => objectsOf(parseScript(script)))
  const article = objects.find(isArticle) ?? objects.find((object) => textOf(object.datePublished) !== null)
  if (!article) return null
  const byId = new Map(objects.map((object) => [object['@id'], object]))
  const authors: unknown[] = Array.isArray(article.author) ? article.author : [article.author]
  return { ...article, author: authors.map((author) => resolve(author, byId)) }
}

/** Names of an article's authors, joined with commas; null if it has none. Addresses of profiles are no names. */
export function authorNames(data: JsonObject | null): string | null {
  const people: unknown[] = Array.isArray(data?.author) ? data.author : []
  const names = people.flatMap(
    (person) => textOf(person) ?? (isObject(person) ? (textOf(person.name) ?? []) : []),
  )
  const unique = new Set(names.map((name) => name.trim()).filter((name) => !/^https?:/.test(name)))
  return [...unique].join(', ') || null
}

/** Addresses of pictures: a text, an object with one, or a list of these. */
export function imageAddresses(value: unknown): string[] {
  const images: unknown[] = Array.isArray(value) ? value.slice(0, maxImages) : [value]
  return images.flatMap((image) => textOf(isObject(image) ? (image.url ?? image.contentUrl) : image) ?? [])
}

/** The address of the logo of who publishes an article. */
export function logoAddresses(data: JsonObject | null): string[] {
  return isObject(data?.publisher) ? imageAddresses(data.publisher.logo) : []
}

/** A string with something in it, or null. Content systems escape it for HTML as well: `Don&#8217;t`. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? decodeHTML(value) : null
}

function objectsOf(value: unknown): JsonObject[] {
  const found: JsonObject[] = []
  const waiting: unknown[] = [value]
  for (let seen = 0; waiting.length > 0 && seen < maxObjects; seen++) {
    const next = waiting.shift()
    if (Array.isArray(next)) waiting.push(...next.slice(0, maxObjects))
    if (!isObject(next)) continue
    found.push(next)
    waiting.push(next['@graph'], next.mainEntity, next.mainEntityOfPage)
  }
  return found
}

function isArticle(object: JsonObject): boolean {
  return /(Article|BlogPosting|Report)\b/.test(String(object['@type']))
}

function resolve(author: unknown, byId: ReadonlyMap<unknown, JsonObject>): unknown {
  return isObject(author) && author.name === undefined ? (byId.get(author['@id']) ?? author) : author
}

/**
 * What a script says; null when it is no JSON. Content systems put comments and semicolons around it, and print line
 * breaks inside strings, which JSON forbids and browsers' consoles never show.
 */
export function parseScript(script: string): unknown {
  const trimmed = script.trim().replace(/^(<!--|\/\/<!\[CDATA\[)/, '')
  // Over a long script the pattern would try every blank.
  const end = trimmed.slice(-maxWrapping).replace(/(-->|\/\/\]\]>|;|\s)+$/, '')
  try {
    return parseJson(`${trimmed.slice(0, -maxWrapping)}${end}`.replace(/\p{Cc}+/gu, ' '))
  } catch {
    return null
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
