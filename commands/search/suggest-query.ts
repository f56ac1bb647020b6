import type { Actor, Choice } from '../../src/core/command.js'
import { parsePeriod, suggestedPeriods } from '../../src/search/query/period.js'
import { plainWords, printFilter } from '../../src/search/query/print-query.js'
import { type FilterField, sorts } from '../../src/search/query/query.js'
import type { Deps } from '../../src/services.js'
import { bestNamed, suggestArticles, suggestSources, suggestTopics } from '../support/suggest.js'
import { sourceFilter } from './find.js'

/** Discord's limit for the value of a choice. */
const longestValue = 100
const most = { past: 6, names: 4 }
/** A field whose value is being typed at the end of the text. */
const openField = /(?:^|[\s(+-])(source|topic|author|lang|period|after|before|sort):["“]?([^"“”]{0,100})$/i

/** While a query is typed: what the person searched for before, topics, sources and titles; or values of a field. */
export async function suggestQuery(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const [, field, typed = ''] = openField.exec(partial) ?? []
  const choices = field
    ? await suggestValues(field.toLowerCase(), typed, partial, actor, deps)
    : await suggestWhole(partial, actor, deps)
  const distinct = new Map(choices.map((choice) => [choice.value, choice]))
  return [...distinct.values()].filter(({ value }) => value.length <= longestValue)
}

async function suggestWhole(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const past = await deps.stores.searches.of(actor.guildId, actor.userId)
  const own = bestNamed(
    partial,
    past.map((query) => ({ name: query, value: query })),
  )
  const names =
    partial.trim().length < 2
      ? []
      : [
          ...(await filters('topic', partial, actor, deps)).slice(0, most.names),
          ...(await filters('source', partial, actor, deps)).slice(0, most.names),
        ]
  const titles = await suggestArticles(partial, actor, deps)
  return [
    ...own.slice(0, most.past),
    ...names,
    ...titles.map(({ name }) => ({ name, value: beginningOf(plainWords(name)) })),
  ]
}

/** Whole words, as many as fit into a choice. */
function beginningOf(words: string): string {
  return words.length <= longestValue ? words : words.slice(0, words.lastIndexOf(' ', longestValue))
}

/** Topics, sources or authors of that name, as filters. */
async function filters(
  field: 'topic' | 'source' | 'author',
  typed: string,
  actor: Actor,
  deps: Deps,
): Promise<Choice[]> {
  const named = (name: string) => (field === 'author' ? name : `${actor.t(`search.facet.${field}`)}: ${name}`)
  if (field === 'topic')
    return (await suggestTopics(typed, actor, deps)).map(({ name }) => ({
      name: named(name),
      value: printFilter({ field, value: name }),
    }))
  const sources = await deps.stores.followers.followedBy(actor.guildId)
  if (field === 'source')
    return (await suggestSources(typed, actor, deps)).flatMap(({ name, value }) => {
      const source = sources.find(({ id }) => String(id) === value)
      return source ? [{ name: named(name), value: sourceFilter(source, sources) }] : []
    })
  const authors = deps.index.authors({ sources: new Set(sources.map(({ id }) => id)) })
  return bestNamed(
    typed,
    authors.map((name) => ({ name, value: printFilter({ field, value: name }) })),
  )
}

async function suggestValues(
  field: string,
  typed: string,
  partial: string,
  actor: Actor,
  deps: Deps,
): Promise<Choice[]> {
  const head = partial.slice(0, partial.toLowerCase().lastIndexOf(`${field}:`))
  const values =
    field === 'topic' || field === 'source' || field === 'author'
      ? (await filters(field, typed, actor, deps)).map(({ value }) => value)
      : bestNamed(typed, valuesOf(field, typed, actor)).map(({ value }) => value)
  return values.map((value) => ({ name: head + value, value: head + value }))
}

function valuesOf(field: string, typed: string, { now }: Actor): Choice[] {
  if (field === 'sort') return sorts.map((sort) => ({ name: sort, value: `sort:${sort}` }))
  const values = field === 'lang' ? languages : suggestedPeriods
  const own = field !== 'lang' && parsePeriod(typed, now) ? [typed.trim()] : []
  return [...own, ...values].map((value) => ({
    name: value,
    value: printFilter({ field: field as FilterField, value }),
  }))
}

const languages = 'en de fr es it pt nl sv pl ru uk tr ar hi zh ja ko'.split(' ')
