const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu
const word = /[\p{L}\p{N}](?:[^\s]*[\p{L}\p{N}])?/gu
const charactersPerMinute = 400
/** Readers of all alphabets need about the same time; German words are longer and fewer. */
const wordsPerMinute: Record<string, number> = { de: 200, fi: 180, hu: 190, ru: 190 }
const usualWordsPerMinute = 220
/** UTF-16 units; of a longer text the beginning tells how long the rest takes. */
const counted = 30_000

/** Whole minutes that reading a text takes, at least one; characters are counted where words have no spaces. */
export function readingMinutes(text: string, language: string | null = null): number {
  const beginning = text.slice(0, counted)
  const characters = beginning.match(spaceless)?.length ?? 0
  const words = beginning.replace(spaceless, ' ').match(word)?.length ?? 0
  const perMinute = wordsPerMinute[language ?? ''] ?? usualWordsPerMinute
  const minutes = characters / charactersPerMinute + words / perMinute
  return Math.max(1, Math.round((minutes * text.length) / (beginning.length || 1)))
}
