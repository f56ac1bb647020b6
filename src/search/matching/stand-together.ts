/** An array or a typed array. */
interface Sequence<Term> {
  readonly length: number
  readonly [at: number]: Term
  indexOf(term: Term, from?: number): number
}

/** More words than that are not the name of one thing, and would take long to look for. */
const mostWords = 8

/** Whether words are neighbours somewhere in a text, in whatever order: each at most as far from the first as they are many. */
export function standTogether<Term>(words: Sequence<Term>, terms: readonly Term[]): boolean {
  const [first, ...rest] = terms
  if (first === undefined || terms.length > mostWords) return false
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1))
    if (rest.every((term) => isNear(words, term, at, terms.length))) return true
  return false
}

function isNear<Term>(words: Sequence<Term>, term: Term, place: number, distance: number): boolean {
  const last = Math.min(place + distance, words.length - 1)
  for (let at = Math.max(0, place - distance); at <= last; at++) if (words[at] === term) return true
  return false
}
