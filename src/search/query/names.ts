import { fold } from '../text/fold.js'
import { containsWords, type Filterable, namesSource } from './filters.js'
import { parseQuery } from './parse-query.js'
import type { Query } from './query.js'

/** What names in a query stand for, which the index does not know. */
export interface Names {
  /** The sources that a `source:` names. */
  sourcesNamed?(value: string): ReadonlySet<number>
  /** The query of the topic that a `topic:` names. */
  topicNamed?(value: string): Query | undefined
  /** Whether a word is part of a source's name: then it is not misspelt. */
  isName?(word: string): boolean
}

/** Names among these sources and topics. Topics are called by their whole name, in whatever case. */
export function namesAmong(
  sources: readonly ({ id: number } & Filterable['source'])[],
  topics: readonly { name: string; query: string }[],
): Required<Names> {
  return {
    sourcesNamed: (value) =>
      new Set(sources.filter((source) => namesSource(value, source)).map(({ id }) => id)),
    topicNamed(value) {
      const topic = topics.find(({ name }) => fold(name) === fold(value))
      return topic && parseQuery(topic.query)
    },
    isName: (word) => sources.some(({ title }) => containsWords(title, word)),
  }
}
