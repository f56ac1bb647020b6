const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Before a name: never the end of a sentence. */
const beforeNames = new Set(
  `mr mrs ms dr prof st sr sra hr fr mme mlle gen col lt sgt capt cmdr adm maj cpl pvt rep sen gov pres rev hon supt det
  insp amb messrs mt vs dept cf e.g i.e z.b u.a bzw`.split(/\s+/),
)
/** Before a number not the end of a sentence, but otherwise: "see No. 7", "they said no. Then". */
const beforeNumbers = new Set(
  `no nos p pp vol vols fig figs sec art eq ch nr approx est al jan feb mar apr jun jul aug sep sept oct nov dec`.split(
    /\s+/,
  ),
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

/** Nothing in it ends a sentence. */
const plainLine = /^[\p{L}\p{N} ,]*$/u

function splitLine(line: string): string[] {
  if (plainLine.test(line)) return [line.trim()].filter(Boolean)
  const ends: number[] = []
  let start = 0
  let end = 0
  for (const { index, segment } of segmentsOf(line)) {
    if (index > 0 && endsBefore(line, start, index, segment)) {
      ends.push(index)
      start = index
    }
    end = index + segment.length
  }
  const bounds = [0, ...ends, end]
  return bounds
    .slice(1)
    .flatMap((to, i) => splitGlued(line.slice(bounds[i], to)))
    .map((sentence) => sentence.trim())
    .filter(Boolean)
}

/** Intl.Segmenter takes quadratic time; through a window it is linear. UTF-16 units. */
const windowLength = 2000

/** Unicode's sentences of a line. The last of each window is read again, with what follows it. */
function* segmentsOf(line: string): Generator<{ index: number; segment: string }> {
  for (let from = 0; from < line.length; ) {
    const window = line.slice(from, windowEnd(line, from))
    const segments = [...segmenter.segment(window)]
    if (segments.length > 1 && from + window.length < line.length) segments.pop()
    for (const { segment } of segments) {
      yield { index: from, segment }
      from += segment.length
    }
  }
}

function windowEnd(line: string, from: number): number {
  const end = from + windowLength
  const unit = line.charCodeAt(end - 1)
  return unit >= 0xd800 && unit <= 0xdbff ? end + 1 : end
}

/** Enough of a sentence's end to see its last word. */
const tailLength = 40

/** Whether the sentence from `start` really ends at `at`, where Unicode's rules see `next` begin. */
function endsBefore(line: string, start: number, at: number, next: string): boolean {
  // "Why?" he asked; a closing quote or bracket that was left behind.
  if (/^[\s"'”’)\]»]*(?:\p{Ll}|$)/u.test(next)) return false
  // A short quotation of several sentences stays whole: half of one reads as if its quotation mark were lost.
  if (at - start + next.length <= longestQuotation && isOpen(line.slice(start, at)) && /["”]/.test(next))
    return false
  const end = line.slice(Math.max(start, at - tailLength), at).trimEnd()
  // "1. First": a number alone is the mark of a list, and belongs to its item.
  if (at - start < tailLength && /^\d{1,3}[.)]$/.test(end)) return false
  const word = /(?<![\p{L}\p{N}.])((?:\p{L}\.)*\p{L}+)\.$/u.exec(end)?.[1]
  return !word || endsAfter(word, next)
}

/** Whether a full stop behind this word ends a sentence. */
function endsAfter(word: string, next: string): boolean {
  const lower = word.toLowerCase()
  if (beforeNumbers.has(lower)) return !/^\s*\d/.test(next)
  if (beforeNames.has(lower)) return !/^\s*["'“‘(]?[\p{Lu}\d]/u.test(next)
  const isInitial = /^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)
  if (!isInitial && !trailing.has(lower)) return true
  return starters.has((/^[\s"'“‘(]*(\p{L}+)/u.exec(next)?.[1] ?? '').toLowerCase())
}

/** Whether a quotation was begun and not ended. */
function isOpen(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1 || text.lastIndexOf('“') > text.lastIndexOf('”')
}

/** "… the end.Next sentence …", where a feed lost the space, and Chinese, where Unicode reads an opening mark as closing. */
function splitGlued(sentence: string): string[] {
  return sentence.split(/(?<=\p{Ll}{2}[.!?]["”’)]?)(?=\p{Lu}\p{Ll}*\s)|(?<=[。！？])(?=[“「『])/u)
}
