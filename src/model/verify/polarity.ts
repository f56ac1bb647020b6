import type { Word } from './read-words.js'

/** Words that turn what follows into its opposite, by language; those of English also for languages without a list. */
const negations: Record<string, Set<string>> = Object.fromEntries(
  Object.entries({
    en: `not no never none neither nor without nobody nothing nowhere hardly barely scarcely deny denies denied denying
      refuse refuses refused refusing fail fails failed failing lack lacks lacked`,
    de: 'nicht kein keine keinen keinem keiner keines nie niemals ohne weder noch',
    fr: 'ne n pas jamais aucun aucune sans ni',
    es: 'no nunca ni sin ningun ninguna ninguno jamas',
    it: 'non mai senza nessun nessuna ne',
    pt: 'nao nunca sem nem nenhum nenhuma',
    nl: 'niet geen nooit zonder',
    ru: 'не нет ни без никогда',
  }).map(([language, words]) => [language, new Set(words.split(/\s+/))]),
)
const hanNegation = /^[不没沒未无無非否勿莫]/
/** Part of words that deny nothing and are often left out. */
const hanExceptions = /^(?:非[常洲]|未[来來])/
const hedges = new Set(
  `may might could possibly perhaps maybe reportedly allegedly alleged rumoured rumored unconfirmed propose proposes
  proposed proposal expected consider considers considered considering`.split(/\s+/),
)
const hanHedge = /^(?:可能|或[许許]|也[许許]|据[称稱]|據稱|疑似|拟|擬|考[虑慮]|[预預][计計])/
const conditions = /\b(?:if|unless|provided|wenn|falls|sofern|si|se|если)\b|如果|除非|倘若|若是|只要|一旦/iu

export type Marker = 'negation' | 'hedge' | 'future'

/** A marker and the words it governs. */
export interface Governed {
  marker: Marker
  at: number
  words: readonly number[]
}

/** What is denied and what is left open in a text. */
export function findGoverned(
  words: readonly Word[],
  text: string,
  language: string | null | undefined,
): Governed[] {
  return words.flatMap((word, at) => {
    const marker = markerOf(word, words[at + 1], text, language)
    return marker ? [{ marker, at, words: governedFrom(words, at, governedBy(word, marker)) }] : []
  })
}

/** Whether a word may turn what follows, looked at alone. */
export function isNegation(word: Word, language: string | null | undefined): boolean {
  return word.kind === 'char'
    ? hanNegation.test(word.key)
    : (negations[language || 'en'] ?? negations.en)?.has(word.key) === true
}

/** "may", "reportedly": one is as good as another. */
export function isHedge(word: Word): boolean {
  return hedges.has(word.key)
}

/** Whether a text says something only under a condition. */
export function isConditional(text: string): boolean {
  return conditions.test(text)
}

function markerOf(
  word: Word,
  next: Word | undefined,
  text: string,
  language: string | null | undefined,
): Marker | undefined {
  if (word.kind === 'char')
    return hanMarker(
      text.slice(Math.max(0, word.start - 1), word.start),
      text.slice(word.start, word.start + 4),
    )
  const own = negations[language || 'en'] ?? negations.en
  if (own?.has(word.key)) return word.key === 'not' && next?.key === 'only' ? undefined : 'negation'
  if (word.key === 'will' || word.key === 'shall') return 'future'
  // "in May", "May 3" is the month.
  const isMonth = word.key === 'may' && word.isCapital && word.start > 0
  return hedges.has(word.key) && !isMonth ? 'hedge' : undefined
}

function hanMarker(before: string, text: string): Marker | undefined {
  if (hanHedge.test(text)) return 'hedge'
  if (/^[将將]/.test(text)) return 'future'
  // 是否, 能否 ask.
  const isOther = hanExceptions.test(text) || (text.startsWith('否') && /[是能可]/.test(before))
  return hanNegation.test(text) && !isOther ? 'negation' : undefined
}

/** The next two words with content; of a future the verb, which in Chinese comes behind time and place. */
function governedBy({ kind }: Word, marker: Marker): number {
  if (marker !== 'future') return 2
  return kind === 'char' ? 8 : 1
}

/** How far a marker reaches, in words of any kind. */
const reach = 16

function governedFrom(words: readonly Word[], at: number, most: number): number[] {
  const governed: number[] = []
  for (let i = at + 1; i < Math.min(words.length, at + 1 + reach) && governed.length < most; i++)
    if (!words[i]?.isFunction) governed.push(i)
  return governed
}
