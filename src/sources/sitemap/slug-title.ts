import { segmentsOf } from '../page/listing-address.js'

/** Words of an address that stand for an article, as a headline: `/2024/some-article-title-4711.html` → "Some article title". */
export function slugTitle(address: string): string {
  const segments = segmentsOf(new URL(address)).reverse()
  const slug =
    segments.map(wordsOf).find((words) => words.length > 1) ?? segments.slice(0, 1).flatMap(wordsOf)
  const title = slug.join(' ')
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}

/** Numbers at either end and mixed letters and digits at the end are the system's own; a year belongs to the words. */
function wordsOf(segment: string): string[] {
  const words = segment
    .replace(/\.\w{2,5}$/, '')
    .split(/[-_+\s]+/)
    .filter(Boolean)
  while (isNumber(words[0])) words.shift()
  while (isNumber(words.at(-1)) || isMixed(words.at(-1))) words.pop()
  return words
}

function isNumber(word: string | undefined): boolean {
  return word !== undefined && /^\d+$/.test(word) && !/^(?:19|20)\d\d$/.test(word)
}

function isMixed(word: string | undefined): boolean {
  return word !== undefined && /^(?=.*\d.*\d)(?=.*[a-z])[a-z\d]{6,}$/i.test(word)
}
