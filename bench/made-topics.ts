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

/**
 * Topics as people might store them: of one to three words as frequent as those in titles, one in ten of them a very
 * common word; half of them words that belong together, the others alternatives, a phrase, or with a word that is
 * excluded. The same seed gives the same topics.
 */
export function* makeTopics(count: number, seed = 3): Generator<MadeTopic> {
  const random = randomFrom(seed)
  const titles = Array.from(
    makeArticles(lenders, 11),
    ({ title }) => title.toLowerCase().match(/[a-z]{3,}/g) ?? [],
  ).filter((words) => words.length > 3)
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
