import { z } from 'zod'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { notice } from '../src/core/notice.js'
import { textOption } from '../src/core/options.js'
import type { Reply } from '../src/core/reply.js'
import { escapeMarkdown, escapeParams, timestamp, truncate } from '../src/core/text.js'
import { component, type Deps, group, subcommand } from '../src/services.js'
import { displayAddress } from '../src/sources/source-address.js'
import type { ReadReport } from '../src/sources/source-service.js'
import type { Source } from '../src/store/sources.js'
import { findFollowed } from './support/find-followed.js'
import { pagedList } from './support/paged-list.js'
import { suggestSources } from './support/suggest.js'

const maxSkippedShown = 5

/** How many of the articles that exist already are posted to topics. */
const postCounts = { nothing: 0, 'latest 3': 3, everything: 500 } as const
type PostChoice = keyof typeof postCounts

const add = subcommand({
  description: 'Follow a feed or a folder',
  slow: true,
  options: {
    address: textOption(1000).describe('Address of a feed, or path of a folder on the bot’s computer'),
    post: z
      .enum(Object.keys(postCounts) as [PostChoice, ...PostChoice[]])
      .describe('Which of the articles it has already are posted to topics: nothing, if left out')
      .optional(),
  },
  async run({ address, post = 'nothing' }, actor, deps) {
    const shown = escapeMarkdown(truncate(address, 200))
    const { source, report } = await deps.sources.follow({
      address,
      guildId: actor.guildId,
      userId: actor.userId,
      post: postCounts[post],
      now: actor.now,
      progress: (count) => actor.progress(actor.t('source.reading', { address: shown, count })),
    })
    return notice(describe(source, report, actor), truncate(escapeMarkdown(source.title), 256))
  },
})

const pageButton = customId('sources', { page: z.coerce.number().int() })

const list = subcommand({
  description: 'The sources this server follows and how they are doing',
  options: {},
  run: (_, actor, deps) => showPage(1, actor, deps),
})

const remove = subcommand({
  description: 'Stop following a source',
  options: { source: textOption(100).describe('Which source') },
  suggest: { source: suggestSources },
  async run({ source: text }, actor, deps) {
    const source = await findFollowed(text, actor, deps)
    await deps.sources.unfollow(actor.guildId, source.id, actor.now)
    return notice(actor.t('source.removed', { source: escapeMarkdown(source.title) }))
  },
})

export default group({
  name: 'source',
  description: 'What this server reads',
  moderators: true,
  subcommands: { add, list, remove },
  components: [
    component({
      id: pageButton,
      moderators: true,
      run: ({ page }, actor, deps) => showPage(page, actor, deps),
    }),
  ],
})

async function showPage(page: number, actor: Actor, deps: Deps): Promise<Reply> {
  const sources = await deps.stores.sources.followedBy(actor.guildId)
  if (sources.length === 0) throw new UserError('source.noneFollowed')
  const counts = await deps.stores.articles.countBySource(sources.map(({ id }) => id))
  const lines = sources.map((source) => describeRow(source, counts.get(source.id) ?? 0, actor))
  return pagedList(actor.t('source.listTitle'), lines, page, (to) => pageButton.encode({ page: to }), actor)
}

function describe(source: Source, report: ReadReport, actor: Actor): string {
  const { t } = actor
  const { skipped } = report
  const lines = [
    t('source.added', { counts: describeCounts(report, actor) }),
    escapeMarkdown(truncate(displayAddress(source), 300)),
    ...skipped
      .slice(0, maxSkippedShown)
      .map(
        ({ path, reason }) =>
          `• ${escapeMarkdown(truncate(path, 100))}: ${t(reason.key, escapeParams(reason.params))}`,
      ),
  ]
  if (skipped.length > maxSkippedShown)
    lines.push(t('source.moreSkipped', { count: skipped.length - maxSkippedShown }))
  return lines.join('\n')
}

function describeCounts(report: ReadReport, { t, locale }: Actor): string {
  const kinds = ['articles', 'excerpts', 'headlines'] as const
  const counts = kinds
    .filter((kind) => report[kind] > 0)
    .map((kind) => t(`count.${kind}`, { count: report[kind] }))
  return counts.length > 0
    ? new Intl.ListFormat(locale, { type: 'conjunction' }).format(counts)
    : t('count.articles', { count: 0 })
}

function describeRow(source: Source, count: number, { t }: Actor): string {
  const state = source.last_error
    ? `⚠️ ${t(source.last_error.key, escapeParams(source.last_error.params))}`
    : t('source.row', { count, checked: timestamp(source.last_checked_at ?? source.created_at) })
  return `**${escapeMarkdown(truncate(source.title, 100))}**\n${escapeMarkdown(truncate(displayAddress(source), 150))}\n${state}`
}
