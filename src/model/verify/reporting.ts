import type { Word } from './read-words.js'

/** Words that say that somebody said it; anybody may add them. */
const reporting = new Set('say said says accord told tell announc report state'.split(' '))
const hanReporting = new Set('表示称稱说說据據道')

/** Whether a word only says that somebody said something. "The United States" states nothing. */
export function isReporting(word: Word): boolean {
  return word.kind === 'char' ? hanReporting.has(word.key) : !word.isCapital && reporting.has(word.stem)
}
