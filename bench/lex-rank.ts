import { splitSentences } from '../src/core/sentences.js'
import { analyze } from '../src/search/text/analyze.js'
import { highest, pageRank } from './page-rank.js'

/** Sentences less alike than this are not linked: the threshold that served best in the paper. */
const threshold = 0.1

/**
 * LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22, 2004,
 * section 3.2): sentences are linked when their idf-modified cosine reaches 0.1, and ranked by the links. Inverse
 * document frequencies are those of the collection that is measured.
 */
export function createLexRank(collection: readonly string[]): (text: string, count?: number) => string[] {
  const holders = new Map<string, number>()
  for (const text of collection)
    for (const word of new Set(analyze(text))) holders.set(word, (holders.get(word) ?? 0) + 1)
  const idf = (word: string) => Math.log(collection.length / (holders.get(word) ?? 1))
  return (text, count = 3) => {
    const sentences = splitSentences(text)
    const vectors = sentences.map((sentence) => weigh(analyze(sentence), idf))
    const links = vectors.map((a) => vectors.map((b) => (cosine(a, b) >= threshold ? 1 : 0)))
    return highest(pageRank(links), count).map((i) => sentences[i] ?? '')
  }
}

/** tf · idf of each word, at unit length: the dot product of two is the idf-modified cosine. */
function weigh(words: readonly string[], idf: (word: string) => number): Map<string, number> {
  const vector = new Map<string, number>()
  for (const word of words) vector.set(word, (vector.get(word) ?? 0) + idf(word))
  const length = Math.hypot(...vector.values()) || 1
  for (const [word, weight] of vector) vector.set(word, weight / length)
  return vector
}

function cosine(a: Map<string, number>, b: Map<string, number>): number {
  let sum = 0
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0)
  return sum
}
