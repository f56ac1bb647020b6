import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { sourceKey } from '../../src/search/query/filters.js'
import { namesAmong } from '../../src/search/query/names.js'
import { parseQuery } from '../../src/search/query/parse-query.js'
import { printFilter, printQuery } from '../../src/search/query/print-query.js'
import { filtersOf, type Query, sorts } from '../../src/search/query/query.js'
import type { SearchAnswer, SearchOptions } from '../../src/search/search-index.js'
import type { Deps } from '../../src/services.js'
import type { Source } from '../../src/store/sources.js'
import type { Topic } from '../../src/store/topics.js'

/** What a person asked for: the state behind the buttons of a search, kept as a view. */
export const askedSchema = z.object({
  /** As it was typed, options included. */
  query: z.string(),
  /** What was picked from the menu that narrows it, as text of a query. */
  narrow: z.string().default(''),
  sort: z.enum(sorts).optional(),
  /** Ids can be made up: a search is shown again only to whoever made it. */
  userId: z.string(),
})

export type Asked = z.output<typeof askedSchema>

/** Everything that was asked for, as text of a query. An order that was picked goes before one that was typed. */
export function textOf({ query, narrow, sort }: Pick<Asked, 'query' | 'narrow' | 'sort'>): string {
  const read = parseQuery(query)
  const order = sort ?? read.sort
  return narrow === '' && sort === undefined
    ? query
    : withFilters([narrow, order ? `sort:${order}` : ''], printQuery({ clauses: read.clauses }))
}

/** Filters come first: what is written after them can neither negate them nor push them beyond what is read. */
export function withFilters(filters: readonly string[], query: string): string {
  const { clauses, sort } = parseQuery(query)
  const written = filters.filter(Boolean)
  return written.length === 0 ? query : [...written, printQuery({ clauses, ...(sort && { sort }) })].join(' ')
}

/** What a server can search: the articles of the sources it follows, by the names of these and of its topics. */
export interface Scope {
  sources: Source[]
  topics: Topic[]
  /** Ids of the sources. */
  visible: ReadonlySet<number>
  search(text: string, options: Pick<SearchOptions, 'limit' | 'offset' | 'facets'>): SearchAnswer
  /** The query with the words of the topics that it names: what a passage should show. */
  withTopics(query: Query): Query
  /** The filters that name no source or topic of the server. */
  unknownNames(query: Query): UnknownName[]
}

export interface UnknownName {
  field: 'source' | 'topic'
  value: string
}

/** @throws UserError when the server follows nothing. */
export async function scopeOf(actor: Actor, { stores, index }: Deps): Promise<Scope> {
  const sources = await stores.followers.followedBy(actor.guildId)
  if (sources.length === 0) throw new UserError('source.noneFollowed')
  const topics = await stores.topics.of(actor.guildId)
  const visible = new Set(sources.map(({ id }) => id))
  const names = namesAmong(sources, topics)
  return {
    sources,
    topics,
    visible,
    search: (text, options) => index.search(text, { ...names, ...options, sources: visible, now: actor.now }),
    withTopics(query) {
      const named = filtersOf(query).flatMap(({ field, value }) =>
        field === 'topic' ? (names.topicNamed(value)?.clauses ?? []) : [],
      )
      return { ...query, clauses: [...query.clauses, ...named] }
    },
    unknownNames: (query) =>
      filtersOf(query).flatMap(({ field, value }): UnknownName[] => {
        if (field === 'topic') return names.topicNamed(value) ? [] : [{ field, value }]
        if (field === 'source') return names.sourcesNamed(value).size > 0 ? [] : [{ field, value }]
        return []
      }),
  }
}

/** `source:` with the source's title, or with what names it alone where other titles hold the same words. */
export function sourceFilter({ id, title }: Source, sources: readonly Source[]): string {
  const named = namesAmong(sources, []).sourcesNamed(title)
  return printFilter({ field: 'source', value: named.size === 1 && named.has(id) ? title : sourceKey(id) })
}
