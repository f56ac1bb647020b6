import { splitSentences } from '../src/core/sentences.js'
import { analyze } from '../src/search/text/analyze.js'
import { highest, pageRank } from './page-rank.js'

/**
 * TextRank (Mihalcea and Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004, section 4): sentences are linked by
 * the number of words they share over the sum of the logarithms of their lengths. Words are stems without function words.
 */
export function textRank(text: string, count = 3): string[] {
  const sentences = splitSentences(text)
  const words = sentences.map((sentence) => analyze(sentence))
  const weights = words.map((a, i) => words.map((b, j) => (i === j ? 0 : wordOverlap(a, b))))
  return highest(pageRank(weights), count).map((i) => sentences[i] ?? '')
}

/** |words in both| / (log |a| + log |b|); 0 where the logarithms say nothing. */
export function wordOverlap(a: readonly string[], b: readonly string[]): number {
  const theirs = new Set(b)
  const shared = new Set(a.filter((word) => theirs.has(word))).size
  const logs = Math.log(a.length) + Math.log(b.length)
  return shared === 0 || logs <= 0 ? 0 : shared / logs
}
