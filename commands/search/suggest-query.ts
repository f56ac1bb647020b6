import type { Actor, Choice } from '../../src/core/command.js'
import { parsePeriod, suggestedPeriods } from '../../src/search/query/period.js'
import { printFilter } from '../../src/search/query/print-query.js'
import { type FilterField, sorts } from '../../src/search/query/query.js'
import type { Deps } from '../../src/services.js'
import { bestNamed, suggestArticles } from '../support/suggest.js'
import { sourceFilter } from './find.js'

/** Discord's limit for the value of a choice. */
const longestValue = 100
const most = { past: 6, names: 4 }
/** A field whose value is being typed at the end of the text. */
const openField = /(?:^|[\s(-])(source|topic|lang|period|after|before|sort):["“]?([^"“”]*)$/i

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
  const names = partial.trim().length < 2 ? [] : await filters(['topic', 'source'], partial, actor, deps)
  const titles = await suggestArticles(partial, actor, deps)
  return [
    ...own.slice(0, most.past),
    ...names,
    ...titles.map(({ name }) => ({ name, value: name.slice(0, longestValue) })),
  ]
}

/** Topics and sources of that name, as filters. */
async function filters(
  fields: readonly ('topic' | 'source')[],
  typed: string,
  { guildId, t }: Actor,
  { stores }: Deps,
): Promise<Choice[]> {
  const lists = await Promise.all(
    fields.map(async (field) => {
      const named =
        field === 'topic'
          ? (await stores.topics.of(guildId)).map(({ name }) => [name, printFilter({ field, value: name })])
          : await stores.followers
              .followedBy(guildId)
              .then((sources) => sources.map((source) => [source.title, sourceFilter(source, sources)]))
      const found = bestNamed(
        typed,
        named.map(([name = '', value = '']) => ({ name, value })),
      )
      return found.map(({ name, value }) => ({ name: `${t(`search.facet.${field}`)}: ${name}`, value }))
    }),
  )
  return lists.flatMap((list) => list.slice(0, most.names))
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
    field === 'topic' || field === 'source'
      ? (await filters([field], typed, actor, deps)).map(({ value }) => value)
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
