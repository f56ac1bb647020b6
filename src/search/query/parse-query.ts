import { parsePeriod } from './period.js'
import { type Clause, type FilterField, type Query, type Sort, sorts, type TextClause } from './query.js'

/** Discord's limit for an option's text; what is beyond it is not read. */
export const maxQueryLength = 6000
/** Parentheses inside more parentheses than this are read as if they were not there. */
const maxDepth = 20

type Field = FilterField | 'title' | 'sort'

/** Names that people try for each field. */
const fields: Record<string, Field> = {
  title: 'title',
  intitle: 'title',
  source: 'source',
  site: 'source',
  feed: 'source',
  topic: 'topic',
  author: 'author',
  by: 'author',
  lang: 'lang',
  language: 'lang',
  before: 'before',
  until: 'before',
  after: 'after',
  since: 'after',
  period: 'period',
  sort: 'sort',
}
const fieldName = new RegExp(`^(${Object.keys(fields).join('|')})[:：]`, 'i')

/** Opening quotation marks and what closes them. */
const closing: Record<string, RegExp> = {
  '"': /"/,
  '“': /[“”]/,
  '„': /[“”]/,
  '「': /」/,
  '『': /』/,
  '«': /»/,
}

/** A sign, an order, or a clause that was read whole. */
type Lexeme = 'open' | 'close' | 'or' | 'and' | 'not' | 'must' | { kind: 'sort'; sort: Sort } | Clause
type Part = Exclude<Lexeme, { kind: 'sort' }>

/**
 * Reads a search text: words, "exact phrase", -excluded, +required, `OR` or `|` between alternatives, `AND` between
 * what is required, parentheses, `word*`, `*` for everything, and the fields title:, source:, topic:, author:, lang:, before:, after: and period:. Never fails: what is not well
 * formed is read as plain words.
 */
export function parseQuery(text: string): Query {
  const read = text.slice(0, maxQueryLength)
  const lexemes: Part[] = []
  let sort: Sort | undefined
  for (const lexeme of lex(read))
    if (typeof lexeme === 'object' && lexeme.kind === 'sort') sort = lexeme.sort
    else lexemes.push(lexeme)
  const clauses: Clause[] = []
  let at = 0
  // A closing parenthesis too many ends nothing.
  while (at < lexemes.length) {
    const part = parseAll(lexemes, at, 0)
    clauses.push(...part.clauses)
    at = part.next + 1
  }
  return { text: read, clauses, ...(sort && { sort }) }
}

/** Clauses up to the closing parenthesis or the end; `next` is where that stands. */
function parseAll(
  lexemes: readonly Part[],
  start: number,
  depth: number,
): { clauses: Clause[]; next: number } {
  const clauses: Clause[] = []
  let joins = false
  let sign: 'not' | 'must' | undefined
  let at = start
  for (; at < lexemes.length; at++) {
    const lexeme = lexemes[at]
    if (lexeme === undefined || lexeme === 'close') break
    if (lexeme === 'or') joins = clauses.length > 0
    else if (lexeme === 'and') sign = requireLast(clauses)
    else if (lexeme === 'not' || lexeme === 'must') sign = lexeme
    else {
      const [clause, next] = lexeme === 'open' ? parseGroup(lexemes, at, depth) : [lexeme, at]
      at = next
      if (clause) addClause(clauses, sign ? signed(sign, clause) : clause, joins)
      joins = false
      sign = undefined
    }
  }
  return { clauses, next: at }
}

/** What stands before an `AND` is required, and so is what follows. */
function requireLast(clauses: Clause[]): 'must' | undefined {
  const last = clauses.at(-1)
  if (!last) return undefined
  clauses[clauses.length - 1] = signed('must', last)
  return 'must'
}

/** Filters and exclusions are required anyway. */
function signed(sign: 'not' | 'must', clause: Clause): Clause {
  if (sign === 'must' && (clause.kind === 'filter' || clause.kind === 'not' || clause.kind === 'must'))
    return clause
  return { kind: sign, clause }
}

/** What parentheses hold, as one clause; nothing when they are empty. The number is where they close. */
function parseGroup(lexemes: readonly Part[], open: number, depth: number): [Clause | undefined, number] {
  // Deeper ones are not a level of their own: their closing parenthesis then closes an outer one, which loses nothing.
  if (depth >= maxDepth) return [undefined, open]
  const { clauses, next } = parseAll(lexemes, open + 1, depth + 1)
  const [first] = clauses
  return [clauses.length > 1 ? { kind: 'all', clauses } : first, next]
}

function addClause(clauses: Clause[], clause: Clause, joins: boolean): void {
  const last = clauses.at(-1)
  if (!joins || !last || clause.kind === 'not' || last.kind === 'not') clauses.push(clause)
  else if (last.kind === 'any') last.clauses.push(clause)
  else clauses[clauses.length - 1] = { kind: 'any', clauses: [last, clause] }
}

function* lex(text: string): Generator<Lexeme> {
  /** Where a word begins though there is no white space before: OR"city budget". */
  let afterOperator = 0
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at)
    const rest = text.slice(at, at + 12)
    if (/\s/.test(char)) at++
    else if (char === '(' || char === ')') {
      yield char === '(' ? 'open' : 'close'
      at++
    } else if (char === '|') {
      yield 'or'
      at++
    } else if (beginsWord(text, at) && /^(?:OR|AND|NOT)(?![^\s()|"“”„「」『』«»])/.test(rest)) {
      yield rest.startsWith('OR') ? 'or' : rest.startsWith('AND') ? 'and' : 'not'
      at += rest.startsWith('OR') ? 2 : 3
      afterOperator = at
    } else if ((char === '-' || char === '+') && beginsWord(text, at) && /[^\s+]/.test(text.charAt(at + 1))) {
      yield char === '-' ? 'not' : 'must'
      at++
    } else if (char === '*' && beginsWord(text, at) && /^\*+(?=[\s()|]|$)/.test(text.slice(at))) {
      yield { kind: 'filter', field: 'everything', value: '*' }
      while (text.charAt(at) === '*') at++
    } else {
      const { clause, next } = lexClause(text, at, at === afterOperator)
      if (clause) yield clause
      at = next
    }
  }
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /[\s(|+-]/.test(text.charAt(at - 1))
}

interface Lexed {
  clause: Exclude<Lexeme, string> | undefined
  next: number
}

function lexClause(text: string, at: number, begins: boolean): Lexed {
  const name = fieldName.exec(text.slice(at, at + 16))
  const field = fields[name?.[1]?.toLowerCase() ?? '']
  if (name && field) {
    const lexed = lexField(text, at + name[0].length, field)
    if (lexed) return lexed
  }
  return lexText(text, at, false, begins)
}

/** The value of a field; nothing when there is none that it can have, so that the field is read as a word. */
function lexField(text: string, at: number, field: Field): Lexed | undefined {
  if (field === 'title') {
    const lexed = /[\s)|]|^$/.test(text.charAt(at)) ? undefined : lexText(text, at, true)
    return lexed?.clause && lexed
  }
  const isTime = field === 'before' || field === 'after' || field === 'period'
  for (const { value, next } of valuesAt(text, at, isTime)) {
    const sort = sorts.find((name) => name === value.toLowerCase())
    if (field === 'sort' && sort) return { clause: { kind: 'sort', sort }, next }
    if (field !== 'sort' && value !== '' && (!isTime || parsePeriod(value, lastTime)))
      return { clause: { kind: 'filter', field, value }, next }
  }
  return undefined
}

/** What may be a field's value: a quotation, or a word; times also of several words ("after:last 7 days"). */
function* valuesAt(text: string, at: number, isTime: boolean): Generator<{ value: string; next: number }> {
  const end = closing[text.charAt(at)]
  if (end) {
    const length = text.slice(at + 1).search(end)
    if (length >= 0) yield { value: text.slice(at + 1, at + 1 + length).trim(), next: at + length + 2 }
  }
  for (const pattern of isTime
    ? [/^[^\s()|"]+(?:\s+[^\s()|"]+){2}/, /^[^\s()|"]+\s+[^\s()|"]+/, oneWord]
    : [oneWord]) {
    const value = pattern.exec(text.slice(at, at + 200))?.[0]
    if (value !== undefined) yield { value, next: at + value.length }
  }
}

/** What is a period hardly depends on the time it is asked at, but "since 2026" has to have begun. */
const lastTime = Date.UTC(9999, 0)

const oneWord = /^[^\s()|"]+/

/** Of one letter too many words begin for it to say anything; one Chinese character is a word. */
const beginning = /(?:[\p{L}\p{N}]{2}|\p{Script=Han})\*+$/u

/** A quotation, or what stands until the next white space, sign or quotation. */
function lexText(text: string, at: number, title: boolean, begins = false): Lexed {
  const end = begins || opensQuote(text, at) ? closing[text.charAt(at)] : undefined
  const clause = (start: number, written: string, phrase: boolean): TextClause => {
    const prefix = !phrase && beginning.test(written)
    return {
      kind: 'text',
      text: prefix ? written.replace(/\*+$/, '') : written,
      start,
      phrase,
      prefix,
      title,
    }
  }
  if (end) {
    const length = text.slice(at + 1).search(end)
    if (length > 0)
      return { clause: clause(at + 1, text.slice(at + 1, at + 1 + length), true), next: at + length + 2 }
    // Empty, or never closed: as if the mark were not there.
    return { clause: undefined, next: at + 1 }
  }
  let next = at + 1
  while (next < text.length && !/[\s()|“”„「」『』«»]/.test(text.charAt(next)) && !opensQuote(text, next))
    next++
  return { clause: clause(at, text.slice(at, next), false), next }
}

/** Plain quotation marks open only where no word is going on: 27" is a number of inches. */
function opensQuote(text: string, at: number): boolean {
  const char = text.charAt(at)
  if (char !== '"') return char in closing
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))
}
