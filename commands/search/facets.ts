import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../../src/core/command.js'
import type { Translate } from '../../src/core/i18n.js'
import type { Select } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { printFilter } from '../../src/search/query/print-query.js'
import type { SearchAnswer } from '../../src/search/search-index.js'
import { sourceLabels } from '../support/source-label.js'
import { type Asked, type Scope, sourceFilter, textOf, withFilters } from './find.js'

/** One way to narrow a search, and how many articles it leaves. */
export interface Narrowing {
  kind: 'source' | 'topic' | 'year'
  name: string
  count: number
  /** As text of a query. */
  text: string
}

/** Discord's limit for the value of a choice. */
const longestValue = 100
const most = { source: 12, topic: 5, year: 6 }
/** Counting a topic takes about as long as a search. */
const topicsCounted = 8
const namedInLine = 4

/**
 * What a search can be narrowed to, each kind only where it divides what was found. `answer` is that of the search, with
 * facets unless it is narrowed already.
 */
export async function narrowings(asked: Asked, answer: SearchAnswer, scope: Scope): Promise<Narrowing[]> {
  const text = textOf({ ...asked, narrow: '' })
  const whole = asked.narrow === '' ? answer : scope.search(text, { limit: 0, facets: true })
  const { total, facets, corrected = text } = whole
  const labels = sourceLabels(scope.sources)
  const sources = (facets?.sources ?? []).slice(0, most.source).flatMap(({ value, count }) => {
    const source = scope.sources.find(({ id }) => id === value)
    return source
      ? [
          {
            kind: 'source' as const,
            name: labels.get(source.id) ?? source.title,
            count,
            text: sourceFilter(source, scope.sources),
          },
        ]
      : []
  })
  const years = (facets?.years ?? []).map(({ value, count }) => ({
    kind: 'year' as const,
    name: String(value),
    count,
    text: printFilter({ field: 'period', value: String(value) }),
  }))
  const topics: Narrowing[] = []
  for (const { name } of scope.topics.slice(0, topicsCounted)) {
    await nextTurn()
    const filter = printFilter({ field: 'topic', value: name })
    const count = scope.search(withFilters([filter], corrected), { limit: 0 }).total
    if (count > 0) topics.push({ kind: 'topic', name, count, text: filter })
  }
  return [
    sources,
    topics.sort((a, b) => b.count - a.count),
    // One year beside articles without a date divides nothing that people would think of.
    (years.length > 1 ? years : []).sort((a, b) => b.text.localeCompare(a.text)),
  ]
    .map((list) => list.filter(({ count }) => count < total))
    .flatMap((list) => list.slice(0, list[0] ? most[list[0].kind] : 0))
    .filter((each) => each.text.length <= longestValue)
}

/** The counts in one line of the answer; empty when there is nothing to tell apart. */
export function facetLine(list: readonly Narrowing[], { t }: Actor): string {
  return (['source', 'topic', 'year'] as const)
    .flatMap((kind) => {
      const named = list.filter((each) => each.kind === kind).slice(0, namedInLine)
      const counts = named.map(({ name, count }) => `${escapeMarkdown(truncate(name, 40))} ${count}`)
      return counts.length > 0 ? [`**${t(`search.facet.${kind}`)}** ${counts.join(t('list.separator'))}`] : []
    })
    .join(' · ')
}

/** What a search is narrowed to, in words. */
export function narrowedTo(list: readonly Narrowing[], narrow: string, t: Translate): string {
  const chosen = list.find(({ text }) => text === narrow)
  return chosen ? `${t(`search.facet.${chosen.kind}`)}: ${chosen.name}` : narrow
}

/** The value that takes a narrowing away; narrowings have a colon in them. */
export const everything = '*'

/** A row with the menu that narrows a search; none when there is nothing to choose. */
export function narrowMenu(id: string, list: readonly Narrowing[], narrow: string, { t }: Actor): Select[] {
  const choices = list
    .filter(({ text }) => text !== narrow)
    .map(({ kind, name, count, text }) => ({
      label: `${t(`search.facet.${kind}`)}: ${name}`,
      value: text,
      description: t('count.articles', { count }),
    }))
  const back = narrow === '' ? [] : [{ label: t('search.everything'), value: everything }]
  const all = [...back, ...choices]
  if (all.length === 0) return []
  const placeholder =
    narrow === '' ? t('search.narrow') : t('search.narrowed', { to: narrowedTo(list, narrow, t) })
  return [{ id, placeholder, choices: all }]
}
