import type { Actor } from '../../src/core/command.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { languageCalled } from '../../src/search/query/filters.js'
import { filtersOf, type Query, textClauses } from '../../src/search/query/query.js'
import { bestNamed } from '../support/suggest.js'
import type { Scope } from './find.js'

/** A field of times or orders whose value could not be understood, so that it was read as words. */
const unread = /^(?:before|until|after|since|period|sort)[:：].+/i

/** What a person should know of how a query was read: names that stand for nothing, times that are none. */
export function notesOn(query: Query, scope: Scope, { t }: Actor): string[] {
  const names = scope.unknownNames(query).map(({ field, value }) => {
    const known =
      field === 'source' ? scope.sources.map(({ title }) => title) : scope.topics.map(({ name }) => name)
    const [near] = bestNamed(
      value,
      known.map((name) => ({ name, value: name.slice(0, 100) })),
    )
    const said = near ? (`search.unknown.${field}Near` as const) : (`search.unknown.${field}` as const)
    return t(said, { name: shown(value), near: shown(near?.name ?? '') })
  })
  const languages = filtersOf(query)
    .filter(({ field, value }) => field === 'lang' && !/^[a-z]{2,3}$/.test(languageCalled(value)))
    .map(({ value }) => t('search.unknown.lang', { name: shown(value) }))
  const texts = textClauses(query)
    .filter(({ text, phrase }) => !phrase && unread.test(text))
    .map(({ text }) => t('search.unread', { text: shown(text) }))
  return [...new Set([...names, ...languages, ...texts])].slice(0, 4)
}

function shown(text: string): string {
  return escapeMarkdown(truncate(text, 80))
}
