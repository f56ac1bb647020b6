const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Before a name or a number: never the end of a sentence. */
const leading = new Set(
  `mr mrs ms dr prof st sr sra hr fr mme mlle gen col lt sgt capt cmdr adm maj cpl pvt rep sen gov pres rev hon supt det
  insp amb messrs mt no nos vs pp vol vols fig figs sec art eq ch dept est approx cf al e.g i.e z.b u.a bzw nr
  jan feb mar apr jun jul aug sep sept oct nov dec`.split(/\s+/),
)
/** Inside or at the end of a sentence: it ends there only when the next word likes to begin one. */
const trailing = new Set(
  `ft inc ltd co corp llc plc bros jr esq etc ave blvd rd a.m p.m ph.d m.d b.a m.a d.c u.s u.k u.n e.u u.s.a`.split(
    /\s+/,
  ),
)
/** Capitalised, these words nearly always begin a sentence. */
const starters = new Set(
  `the a an this that these those it he she they we i you his her their its our my there here in on at for from with by
  but and or so if when while after before as since although however meanwhile also then now what who how why where
  one two three some many most all no not according police officials`.split(/\s+/),
)

/** UTF-16 units; longer quotations are cut at their sentences like everything else. */
const longestQuotation = 300

/**
 * The sentences of a text in order, each exactly as it stands there, without the space around it. Lines are separate
 * (headings, list items). Unicode's rules (UAX #29, through Intl.Segmenter) find the places; what they cut after
 * "Mr.", "U.S." or an initial is put together again, and "end.Next" of raw feeds is cut.
 */
export function splitSentences(text: string): string[] {
  return text.split(/[\r\n\u2028\u2029]+/).flatMap(splitLine)
}

function splitLine(line: string): string[] {
  const sentences: string[] = []
  let current = ''
  for (const { segment } of segmenter.segment(line)) {
    if (current && !endsBefore(current, segment)) {
      current += segment
      continue
    }
    if (current) sentences.push(current)
    current = segment
  }
  if (current) sentences.push(current)
  return sentences
    .flatMap(splitGlued)
    .map((sentence) => sentence.trim())
    .filter(Boolean)
}

/** Whether a sentence really ends between two pieces that Unicode's rules separate. */
function endsBefore(piece: string, next: string): boolean {
  // "Why?" he asked; a closing quote or bracket that was left behind.
  if (/^[\s"'”’)\]»]*\p{Ll}/u.test(next) || /^[\s"'”’)\]»]*$/u.test(next)) return false
  const end = piece.trimEnd()
  // A short quotation of several sentences stays whole: half of one reads as if its quotation mark were lost.
  if (end.length + next.length <= longestQuotation && isOpen(end) && closes(next)) return false
  // "1. First": a number alone is the mark of a list, and belongs to its item.
  if (/^\p{P}*\d{1,3}[.)]$/u.test(end)) return false
  const word = /(?<![\p{L}\p{N}.])((?:\p{L}\.)*\p{L}+)\.$/u.exec(end)?.[1]
  if (!word) return true
  const lower = word.toLowerCase()
  if (leading.has(lower)) return !/^\s*["'“‘(]?[\p{Lu}\d]/u.test(next) || isMonthOrNumberWord(lower, next)
  const isInitial = /^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)
  if (!isInitial && !trailing.has(lower)) return true
  return starters.has((/^[\s"'“‘(]*(\p{L}+)/u.exec(next)?.[1] ?? '').toLowerCase())
}

function isOpen(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1 || text.lastIndexOf('“') > text.lastIndexOf('”')
}

function closes(text: string): boolean {
  return /["”]/.test(text)
}

/** "Mar. 3" is a date and "No. 5" a number, but "They said no. Then …" and "… in Dec. Sales …" are ends. */
function isMonthOrNumberWord(word: string, next: string): boolean {
  return /^(?:nos?|art|eq|fig|figs|ch|sec|vols?|pp|nr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|est|al)$/.test(
    word,
  )
    ? !/^\s*\d/.test(next)
    : false
}

/** "… the end.Next sentence …", where a feed lost the space. Addresses such as example.Com have no space after them. */
function splitGlued(sentence: string): string[] {
  return sentence.split(/(?<=\p{Ll}{2}[.!?]["”’)]?)(?=\p{Lu}\p{Ll}*\s)/u)
}
