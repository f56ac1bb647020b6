/** Chinese and Japanese words are about two characters long and not separated. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,2}|[\p{L}\p{N}](?:[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*[\p{L}\p{N}])?/gu

/** How many words a person would count; two Chinese or Japanese characters are one. */
export function countWords(text: string): number {
  return text.match(word)?.length ?? 0
}

/** The beginning of a text up to its word number `count`. */
export function firstWords(text: string, count: number): string {
  let end = 0
  let found = 0
  for (const match of text.matchAll(word)) {
    if (found++ === count) return text.slice(0, end)
    end = match.index + match[0].length
  }
  return text
}
