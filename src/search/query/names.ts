import { parseWidth, type Width } from '../matching/width.js'
import { fold } from '../text/fold.js'
import { containsWords, type Filterable, namesSource } from './filters.js'
import { parseQuery } from './parse-query.js'
import type { Query } from './query.js'

/** The query of a topic, with how narrowly the topic takes it. */
export interface StoredQuery extends Query {
  width?: Width
}

/** What names in a query stand for, which the index does not know. */
export interface Names {
  /** The sources that a `source:` names. */
  sourcesNamed?(value: string): ReadonlySet<number>
  /** The query of the topic that a `topic:` names. */
  topicNamed?(value: string): StoredQuery | undefined
  /** Whether a word is part of a source's name: then it is not misspelt. */
  isName?(word: string): boolean
}

/** Names among these sources and topics. Topics are called by their whole name, in whatever case. */
export function namesAmong(
  sources: readonly ({ id: number } & Filterable['source'])[],
  topics: readonly { name: string; query: string; width?: string }[],
): Required<Names> {
  return {
    sourcesNamed: (value) =>
      new Set(sources.filter((source) => namesSource(value, source)).map(({ id }) => id)),
    topicNamed(value) {
      const topic = topics.find(({ name }) => fold(name) === fold(value))
      return topic && { ...parseQuery(topic.query), width: parseWidth(topic.width ?? '') }
    },
    isName: (word) => sources.some(({ title }) => containsWords(title, word)),
  }
}
