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
/** Words that leave open whether something is so. */
const modals = new Set('may might could possibly perhaps maybe reportedly allegedly'.split(' '))
/** The same, and words that say that somebody only says, wants or expects it. */
const hedges = new Set(
  `alleged rumoured rumored unconfirmed claim claims claimed claiming allege alleges accuse accuses accused believe
  believes believed suspect suspects suspected fear fears feared hope hopes hoped want wants wanted warn warns warned
  propose proposes proposed proposal plan plans planned planning intend intends intended aim aims aimed try tries tried
  threaten threatens threatened expect expects expected consider considers considered considering`.split(
    /\s+/,
  ),
)
const hanHedge =
  /^(?:可能|或[许許]|也[许許]|据[称稱說说]|據[稱說]|疑似|涉嫌|拟|擬|考[虑慮]|[预預][计計]|[声聲][称稱]|指控|[认認][为為]|[怀懷]疑|希望|[计計][划劃]|打算)/
/** "about 40" is not 40. */
const vague = new Set(
  'about around nearly almost roughly approximately over under above below least most than'.split(' '),
)
const hanVague =
  /^(?:大?[约約]|将近|將近|近|逾|超[过過]|至少|最多|不到)(?=[\d０-９零〇一二两兩三四五六七八九十百千])/
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
    return marker
      ? [
          {
            marker,
            at,
            words: governedFrom(words, at, governedBy(word, marker), marker === 'hedge' ? text : ''),
          },
        ]
      : []
  })
}

/** Whether a word may turn what follows, looked at alone. */
export function isNegation(word: Word, language: string | null | undefined): boolean {
  return word.kind === 'char'
    ? hanNegation.test(word.key)
    : (negations[language || 'en'] ?? negations.en)?.has(word.key) === true
}

/** "may", "reportedly": one is as good as another. */
export function isModal(word: Word): boolean {
  return modals.has(word.key)
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
  const isVague = vague.has(word.key) && (next?.kind === 'number' || isCurrency(next))
  return isVague || hedges.has(word.key) || (modals.has(word.key) && !isMonth) ? 'hedge' : undefined
}

function isCurrency(word: Word | undefined): boolean {
  return ['dollar', 'euro', 'pound', 'yen'].includes(word?.key ?? '')
}

function hanMarker(before: string, text: string): Marker | undefined {
  if (hanHedge.test(text) || hanVague.test(text)) return 'hedge'
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

/** The words with content behind a marker; where a text is given, up to where its clause ends. */
function governedFrom(words: readonly Word[], at: number, most: number, text: string): number[] {
  const governed: number[] = []
  for (let i = at + 1; i < Math.min(words.length, at + 1 + reach) && governed.length < most; i++) {
    if (/[—–;:()；：（）]/.test(text.slice(words[i - 1]?.end, words[i]?.start))) break
    if (!words[i]?.isFunction) governed.push(i)
  }
  return governed
}
