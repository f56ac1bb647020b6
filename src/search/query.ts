import { analyzeWithOffsets } from './analyze.js'

/** Words that must all be there; as a phrase, side by side and in this order. */
export interface Alternative {
  terms: string[]
  phrase: boolean
}

/** One requirement: any of its alternatives fulfils it. */
export type Group = Alternative[]

/** What a person typed, as processed terms. Shared by search (which ranks by it) and topics (which match by it). */
export interface Query {
  /** Every group is required. */
  all: Group[]
  /** None of these may be there. */
  none: Alternative[]
}

/** Discord's limit for an option's text; what is beyond it is not read. */
const maxLength = 6000

/** Pairs of quotation marks; the text between them is a phrase. Plain quotes open only where no word is going on. */
const quoted = [
  '(?<![\\p{L}\\p{N}])"([^"]*)"',
  '[“„]([^“”„]*)[“”]',
  '「([^「」]*)」',
  '『([^『』]*)』',
  '«([^«»]*)»',
].join('|')
const lexer = new RegExp(
  `(?<or>\\||(?<!\\S)OR(?!\\S))|(?<not>(?<![^\\s(|])-)?(?:(?<quote>${quoted})|\\((?<words>[^()"“”„「」『』«»|]*)\\)|(?<word>[^\\s()|"“”„「」『』«»]+))`,
  'gu',
)

type Item = { kind: 'or' } | { kind: 'not' | 'all'; group: Group }

/**
 * Reads a search text: words, "exact phrase", -excluded, -"excluded phrase", `OR` or `|` between alternatives, and
 * parentheses around words that form one alternative: `(crude oil) OR opec`. Never fails: what is not well formed is
 * read as plain words. Stop words are dropped, also inside phrases.
 */
export function parseQuery(text: string): Query {
  const query: Query = { all: [], none: [] }
  let joins = false
  for (const item of readItems(text.slice(0, maxLength))) {
    if (item.kind === 'or') {
      joins = query.all.length > 0
      continue
    }
    const last = query.all.at(-1)
    if (item.kind === 'not') query.none.push(...item.group)
    else if (joins && last) last.push(...item.group)
    else query.all.push(item.group)
    joins = false
  }
  return query
}

/** Every distinct term that a matching text may hold, in the order of the query. */
export function termsOf(query: Query): string[] {
  return [...new Set(query.all.flat().flatMap((alternative) => alternative.terms))]
}

function* readItems(text: string): Generator<Item> {
  for (const match of text.matchAll(lexer)) {
    const { or, not, quote, words, word } = match.groups ?? {}
    if (or) {
      yield { kind: 'or' }
      continue
    }
    const phrase = quote !== undefined || not !== undefined
    const groups = words !== undefined ? [together(words)] : [readWord(quote ?? word ?? '', phrase)]
    for (const group of groups) if (group.length > 0) yield { kind: not ? 'not' : 'all', group }
  }
}

/** "GPT-4" is gpt4 or both gpt and 4; a run of Chinese is all of its words; a quotation is its words side by side. */
function readWord(text: string, phrase: boolean): Group {
  const tokens = analyzeWithOffsets(text)
  const parts = tokens.filter((token) => !token.compound).map((token) => token.term)
  const whole = tokens.filter((token) => token.compound).map((token) => token.term)
  const group: Group = parts.length > 0 ? [{ terms: parts, phrase }] : []
  if (whole.length === 1 && whole[0] !== undefined && tokens.length === parts.length + 1 && parts.length > 1)
    group.push({ terms: whole, phrase })
  return group
}

function together(text: string): Group {
  return readWord(text, false).slice(0, 1)
}
