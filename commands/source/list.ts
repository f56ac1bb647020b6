import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import { healthOf } from '../../src/sources/health/health.js'
import { describeHealth, healthMark } from '../../src/sources/health/render-health.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'
import { pagedList } from '../support/paged-list.js'

const pageButton = customId('sources', { page: z.coerce.number().int() })

export const list = subcommand({
  description: 'The sources this server follows and how they are doing',
  options: {},
  run: (_, actor, deps) => showPage(1, actor, deps),
})

export const listPage = component({
  id: pageButton,
  moderators: true,
  run: ({ page }, actor, deps) => showPage(page, actor, deps),
})

async function showPage(page: number, actor: Actor, deps: Deps): Promise<Reply> {
  const sources = await deps.stores.followers.followedBy(actor.guildId)
  if (sources.length === 0) throw new UserError('source.noneFollowed')
  const counts = await deps.stores.articles.countBySource(sources.map(({ id }) => id))
  const lines = sources.map((source) => describeRow(source, counts.get(source.id) ?? 0, actor))
  return pagedList(actor.t('source.listTitle'), lines, page, (to) => pageButton.encode({ page: to }), actor)
}

function describeRow(source: Source, count: number, { t, now }: Actor): string {
  const health = healthOf(source, now)
  const state =
    health === 'ok'
      ? t('source.row', { count, checked: timestamp(source.last_checked_at ?? source.created_at) })
      : describeHealth(source, health, t)
  const title = escapeMarkdown(truncate(source.title, 100))
  return `${healthMark[health]} **${title}**\n${escapeMarkdown(truncate(displayAddress(source), 150))}\n${truncate(state, 400)}`
}
