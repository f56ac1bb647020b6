import type { Actor, Choice } from '../../src/core/command.js'
import type { Deps } from '../../src/services.js'
import { suggestedSchedules } from '../../src/topics/schedule.js'

const maxChoices = 25

/** Articles by title words, newest first; the value is the article's id. */
export async function suggestArticles(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const sources = await deps.stores.followers.idsFollowedBy(actor.guildId)
  const ids = deps.index.suggest(partial, { sources, limit: maxChoices })
  const articles = await deps.stores.articles.byIds(ids)
  return articles.map(({ id, title }) => ({ name: title, value: String(id) }))
}

/** Sources that the server follows; the value is the source's id. */
export async function suggestSources(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const sources = await deps.stores.followers.followedBy(actor.guildId)
  return containing(
    partial,
    sources.map(({ id, title }) => ({ name: title, value: String(id) })),
  )
}

/** The server's topics by name. */
export async function suggestTopics(partial: string, actor: Actor, deps: Deps): Promise<Choice[]> {
  const topics = await deps.stores.topics.of(actor.guildId)
  return containing(
    partial,
    topics.map(({ name }) => ({ name, value: name })),
  )
}

/** What is typed itself comes last: any cron expression may be written. */
export function suggestSchedules(partial: string): Choice[] {
  return containing(
    partial,
    suggestedSchedules.map((text) => ({ name: text, value: text })),
  )
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

export function suggestTimeZones(partial: string): Choice[] {
  return containing(
    partial.replaceAll(' ', '_'),
    zones.map((zone) => ({ name: zone, value: zone })),
  )
}

/** Choices whose name contains what was typed, those beginning with it first. */
function containing(partial: string, choices: Choice[]): Choice[] {
  const typed = partial.trim().toLowerCase()
  const position = (choice: Choice) => choice.name.toLowerCase().indexOf(typed)
  return choices
    .filter((choice) => position(choice) >= 0 && choice.value.length <= 100)
    .sort((a, b) => Number(position(a) > 0) - Number(position(b) > 0))
    .slice(0, maxChoices)
}
