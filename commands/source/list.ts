import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { healthOf, healthStates } from '../../src/sources/health/health.js'
import { sourceMenu } from '../../src/sources/health/render-alert.js'
import { describeHealth, healthMark } from '../../src/sources/health/render-health.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'
import { hasWords, listOf } from '../support/paged-list.js'

const filters = {
  words: textOption(100).describe('Only those with these words in their title or address').optional(),
  state: z.enum(healthStates).describe('Only those that are in this state').optional(),
}

const sources = listOf({
  name: 'sourceList',
  moderators: true,
  title: 'source.listTitle',
  placeholder: 'alert.openOne',
  empty: 'source.noneFollowed',
  menu: (page) => sourceMenu.encode({ at: page }),
  filters: z.object(filters),
  find: ({ guildId }, { stores }) => stores.followers.followedBy(guildId),
  passes:
    ({ words, state }, { now }) =>
    (source) =>
      (words === undefined || hasWords(words, [source.title, displayAddress(source)])) &&
      (state === undefined || healthOf(source, now) === state),
  async draw(items, actor, { stores }) {
    const counts = await stores.articles.countBySource(items.map(({ id }) => id))
    return items.map((source) => ({
      text: describeRow(source, counts.get(source.id) ?? 0, actor),
      choice: {
        label: source.title,
        value: String(source.id),
        description: actor.t(`health.name.${healthOf(source, actor.now)}`),
      },
    }))
  },
})

export const list = subcommand({
  description: 'The sources this server follows and how they are doing; from there they can be changed',
  options: filters,
  run: (wanted, actor, deps) => sources.show(wanted, actor, deps),
})

export const listPage = sources.turn

function describeRow(source: Source, count: number, { t, now }: Actor): string {
  const health = healthOf(source, now)
  const state =
    health === 'ok'
      ? t('source.row', { count, checked: timestamp(source.last_checked_at ?? source.created_at) })
      : describeHealth(source, health, t)
  const title = escapeMarkdown(truncate(source.title, 100))
  return `${healthMark[health]} **${title}**\n${escapeMarkdown(truncate(displayAddress(source), 100))}\n${truncate(state, 300)}`
}
