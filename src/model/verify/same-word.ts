import type { Word } from './read-words.js'

/** Of two words that mean the same, such as "close" and "closure". */
const sharedStem = { length: 4, share: 0.6 }
/** The same word, or the same number in whatever writing. */
export function isSame(a: Word | undefined, b: Word | undefined): boolean {
  if (!a || !b) return false
  if (a.kind === 'number' && b.kind === 'number') return a.values.some((value) => b.values.includes(value))
  return a.stem === b.stem || a.key === b.key
}

/** The same word in another form. Names have no other forms: Austria is not Australia. */
export function isRelated(a: Word, b: Word): boolean {
  if (isSame(a, b)) return true
  if (a.kind !== 'word' || b.kind !== 'word' || (a.isCapital && b.isCapital)) return false
  let shared = 0
  while (shared < a.stem.length && a.stem[shared] === b.stem[shared]) shared++
  const longest = Math.max(a.stem.length, b.stem.length)
  return shared >= sharedStem.length && shared >= sharedStem.share * longest
}
