import { makeArticles } from './made-articles.js'
import { randomFrom } from './random.js'

/** A stored query, and the same in parts for engines without a query language. */
export interface MadeTopic {
  query: string
  /** One of these, with all its words. */
  groups: string[][]
  without: string[]
}

/** How many articles lend their words. */
const lenders = 3000

/** A word of a larger share of titles is nothing that anyone would watch for, such as *said* or *year*. */
const mostTitles = 0.02

/**
 * Topics as people might store them: words of titles, as frequent as they are there but for the most common ones. A
 * quarter are one word, a quarter two that stand side by side in a title, a fifth such a pair or another word, and the
 * rest a pair as a phrase, or without another word. The same seed gives the same topics.
 */
export function* makeTopics(count: number, seed = 3): Generator<MadeTopic> {
  const random = randomFrom(seed)
  const titles = withoutCommon(
    Array.from(makeArticles(lenders, 11), ({ title }) => title.toLowerCase().match(/[a-z]{3,}/g) ?? []),
  )
  const below = (limit: number) => Math.floor(random() * limit)
  const title = () => titles[below(titles.length)] ?? []
  const word = () => {
    const words = title()
    return words[below(words.length)] ?? 'ferry'
  }
  for (let i = 0; i < count; i++) {
    const words = title()
    const at = below(words.length - 1)
    const pair = [words[at] ?? 'night', words[at + 1] ?? 'tram']
    const kind = random()
    if (kind < 0.25) yield { query: pair[0] ?? '', groups: [pair.slice(0, 1)], without: [] }
    else if (kind < 0.5) yield { query: pair.join(' '), groups: [pair], without: [] }
    else if (kind < 0.7) {
      const other = word()
      yield { query: `(${pair.join(' ')}) OR ${other}`, groups: [pair, [other]], without: [] }
    } else if (kind < 0.85) yield { query: `"${pair.join(' ')}"`, groups: [pair], without: [] }
    else {
      const other = word()
      yield { query: `${pair.join(' ')} -${other}`, groups: [pair], without: [other] }
    }
  }
}

function withoutCommon(titles: string[][]): string[][] {
  const counts = new Map<string, number>()
  for (const word of titles.flatMap((words) => [...new Set(words)]))
    counts.set(word, (counts.get(word) ?? 0) + 1)
  const most = mostTitles * titles.length
  return titles
    .map((words) => words.filter((word) => (counts.get(word) ?? 0) <= most))
    .filter((words) => words.length > 3)
}
