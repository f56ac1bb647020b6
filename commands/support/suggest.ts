import MiniSearch from 'minisearch'
import type { Actor, Choice } from '../../src/core/command.js'
import { parsePeriod, suggestedPeriods } from '../../src/search/query/period.js'
import { fold } from '../../src/search/text/fold.js'
import type { Deps } from '../../src/services.js'
import { sourceLabels } from './source-label.js'

const maxChoices = 25
/** Discord's limit for the value of a choice. */
const maxLength = 100

/** Articles by title words, newest first; the value is the article's id. */
export async function suggestArticles(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const sources = await deps.stores.followers.idsFollowedBy(actor.guildId)
  const ids = deps.index.suggest(partial, { sources, limit: maxChoices })
  const articles = await deps.stores.articles.byIds(ids)
  return beginningFirst(articles, partial).map(({ id, title }) => ({ name: title, value: String(id) }))
}

/** Those whose title begins with a text before the others. */
export function beginningFirst<Item extends { title: string }>(
  articles: readonly Item[],
  text: string,
): Item[] {
  const start = fold(text.trim())
  const begins = ({ title }: Item) => fold(title).startsWith(start)
  return [...articles.filter(begins), ...articles.filter((article) => !begins(article))]
}

/** Sources that the server follows; the value is the source's id. */
export async function suggestSources(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const sources = await deps.stores.followers.followedBy(actor.guildId)
  return bestNamed(
    partial,
    Array.from(sourceLabels(sources), ([id, name]) => ({ name, value: String(id) })),
  )
}

/** The server's topics by name. */
export async function suggestTopics(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const topics = await deps.stores.topics.of(actor.guildId)
  return bestNamed(
    partial,
    topics.map(({ name }) => ({ name, value: name })),
  )
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

export function suggestTimeZones(partial: string): Choice[] {
  return bestNamed(
    partial.replaceAll(' ', '_'),
    zones.map((zone) => ({ name: zone, value: zone })),
  )
}

/** Periods that are often wanted; what is typed itself, if it is one, comes first. */
export function suggestPeriods(partial: string, { now }: Actor): Choice[] {
  const own = parsePeriod(partial, now) ? [partial.trim()] : []
  return bestNamed(
    partial,
    [...new Set([...own, ...suggestedPeriods])].map((text) => ({ name: text, value: text })),
  )
}

/** Below this many more names are looked for that are only like what was typed. */
const enough = 5

/**
 * Choices whose name contains what was typed, those beginning with it first; when there are few, also those whose words
 * begin nearly like it. The lists are short and change at any time, so that the index for the latter is made on the spot
 * (1,000 names in 5 ms).
 */
export function bestNamed(typed: string, choices: readonly Choice[]): Choice[] {
  const partial = typed.slice(0, maxLength)
  const short = choices.filter(({ value }) => value.length <= maxLength)
  const containing = containedIn(short, partial)
  if (containing.length >= enough || partial.trim() === '') return containing.slice(0, maxChoices)
  const index = new MiniSearch<Choice & { id: number }>({
    fields: ['name'],
    processTerm: (term) => fold(term),
    searchOptions: { prefix: true, fuzzy: 0.25, combineWith: 'AND' },
  })
  index.addAll(short.map((choice, id) => ({ ...choice, id })))
  const close = index.search(partial).flatMap(({ id }) => short[id] ?? [])
  return [...new Set([...containing, ...close])].slice(0, maxChoices)
}

function containedIn(choices: readonly Choice[], partial: string): Choice[] {
  const typed = fold(partial.trim())
  const position = ({ name }: Choice) => fold(name).indexOf(typed)
  return choices
    .filter((choice) => position(choice) >= 0)
    .sort((a, b) => Number(position(a) > 0) - Number(position(b) > 0))
}
