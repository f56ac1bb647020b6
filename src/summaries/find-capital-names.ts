import { viewOf } from './view-of.js'

/** Names of a text and how often each is mentioned. */
export type Mentions = ReadonlyMap<string, number>

/** Capitalised in English without being names, or before and after names without belonging to them. */
const commonWords = new Set(
  `the a an this that these those it he she they we i you his her their its our my there here in on at for from with by but and
  or so if when while after before as since although however meanwhile also then now what who how why where to of no not
  one two three some many most all both each such more than under over during about according monday tuesday wednesday
  thursday friday saturday sunday january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tomorrow new first last next police officials experts
  mr mrs ms dr prof sir lady lord president minister prime chairman mayor senator governor judge king queen prince princess
  read more click photo image video news breaking exclusive advertisement share copyright published updated please
  yes no ok us uk eu est gmt bst pdt edt ceo tv reuters associated press ap afp cnn pa dpa xinhua x-ray wi-fi god mom dad
  le la les el los las un une`.split(/\s+/),
)
/** Languages that write names with capitals and other nouns without; German writes all nouns with them. */
const withNames = new Set('en fr es it pt nl sv da no fi pl cs ro tr id'.split(' '))
/** No name's word is longer; without a bound "A-A-A-…" takes quadratic time. */
const nameWord = "\\p{Lu}[\\p{L}'’-]{0,40}\\p{Ll}[\\p{L}'’-]{0,40}|\\p{Lu}{2,6}(?!\\p{L})"
const particle = '(?:of|de|del|van|von|der|da|di|bin|al|the) '
/** A possessive ends a name: "Riverton's Harbour Bridge" is two. */
const run = new RegExp(
  `(?<![\\p{L}\\d])(?:${nameWord})(?:(?<!['’]s) (?:(?<!\\p{Lu}{2} )${particle})?(?:${nameWord}))*`,
  'gu',
)
/** Of a book's thousands of names those mentioned most are compared with each other. */
const mostCompared = 300
/** "I’ve", "That’ll". */
const contraction = /^I['’]|['’](?:ve|ll|d|re|m|t)$/u
/** Of a country or a faith: no name alone, and part of one only where the rest is none. */
const demonym =
  /^(?:\p{Lu}\p{Ll}+(?:ian|ish|ese|ean|ican|iite)s?|Iraqi|Israeli|Pakistani|Saudi|French|Dutch|Greek|Swiss|German|Sunni|Muslim|Christian|Jewish)s?$/u

/** "Ada Quill of Riverton" is a person, "Tarn University of Arts" is one name. */
const institution =
  /^(?:University|Ministry|Minister|Department|Bank|House|Court|Institute|Museum|Board|Church|Office|Chamber|Secretary|Bureau|Council|Academy|School|College|Conference|Party|League|Association|Federation|Union|Society|Committee|Cent(?:er|re)|Duke|Duchess)$/

/** Whether names can be told from other words in this language. */
export function hasCapitalNames(language: string): boolean {
  return withNames.has(language)
}

/**
 * Names in a text of a language that writes only names with capitals: runs of such words, those at the beginning of a
 * sentence only when they occur elsewhere too, be it in the title, or begin several as the same words. A last name counts
 * for the full name; a word that the text also writes small is none.
 */
export function findCapitalNames(sentences: readonly string[], title = ''): Mentions {
  const names = new Map<string, number>()
  const atStart = new Map<string, number>()
  for (const sentence of sentences.map(viewOf))
    for (const { 0: found, index } of sentence.matchAll(run)) {
      const name = trimName(found)
      if (!name) continue
      const place = isAtStart(sentence, index) && found.startsWith(name) ? atStart : names
      place.set(name, (place.get(name) ?? 0) + 1)
    }
  for (const [name, times] of atStart) {
    const begins = times + (name.includes(' ') && title.includes(name) ? 1 : 0)
    if (names.has(name) || (name.includes(' ') && begins > 1))
      names.set(name, (names.get(name) ?? 0) + begins)
  }
  const small = new Set(sentences.flatMap((sentence) => sentence.match(/(?<!\p{L})\p{Ll}+/gu) ?? []))
  for (const name of names.keys()) if (small.has(name.toLowerCase()) || isNoName(name)) names.delete(name)
  const usual = [...names].sort((a, b) => b[1] - a[1]).slice(0, mostCompared)
  return joinLastNames(joinDemonyms(new Map(usual)))
}

/** The first word of a sentence or a quotation has a capital whatever it is. */
function isAtStart(sentence: string, index: number): boolean {
  const before = sentence.slice(Math.max(0, index - 8), index)
  if (/(?<!\p{L})(?:Dr|Mrs?|Ms|Prof|St|Mt)\. $/u.test(before)) return false
  return (index <= 8 && /^["'“‘(\s]*$/.test(before)) || /[:.?!]["'”’)]? ?["'“‘]?$/.test(before)
}

function trimName(found: string): string {
  const words = found.replace(/['’]s?$/u, '').split(' ')
  if (words.some((word) => contraction.test(word))) return ''
  const isCommon = (word = '') => commonWords.has(word.toLowerCase()) || /^\p{Ll}+$/u.test(word)
  while (words.length > 0 && isCommon(words[0])) words.shift()
  const of = words.indexOf('of')
  if (of > 1 && !institution.test(words[of - 1] ?? '')) words.length = of
  while (words.length > 0 && isCommon(words.at(-1))) words.pop()
  return words.length <= 5 ? words.join(' ') : ''
}

/** Units and abbreviations of two letters; "Chinese" or "Shiite Iraqi". */
function isNoName(name: string): boolean {
  return name.length < 2 || /^\p{Lu}{2}$/u.test(name) || demonym.test(name.split(' ').at(-1) ?? '')
}

/** "Indian NHS" counts for "NHS", but "Indian Summers" stays. */
function joinDemonyms(names: Map<string, number>): Map<string, number> {
  for (const [name, count] of names) {
    const [first = '', ...rest] = name.split(' ')
    const bare = rest.join(' ')
    const known = names.get(bare)
    if (!demonym.test(first) || known === undefined) continue
    names.set(bare, known + count)
    names.delete(name)
  }
  return names
}

/** "Quill" counts for "Ada Quill" when only one full name ends or begins with it. */
function joinLastNames(names: Map<string, number>): Map<string, number> {
  for (const [part, count] of [...names]) {
    if (part.includes(' ')) continue
    const wholes = [...names.keys()].filter(
      (name) => name.endsWith(` ${part}`) || name.startsWith(`${part} `),
    )
    const [whole] = wholes
    if (whole === undefined || wholes.length > 1) continue
    names.set(whole, (names.get(whole) ?? 0) + count)
    names.delete(part)
  }
  return names
}
