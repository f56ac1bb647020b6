import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { attachmentOption } from '../../src/core/options.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, escapeParams, truncate } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import type { ListResult } from '../../src/sources/following/follow.js'
import { displayAddress } from '../../src/sources/source-address.js'
import { record } from '../support/record.js'

const maxBytes = 5_000_000
const maxEntries = 1000
/** Discord lets a reply be edited for fifteen minutes. */
const timeMs = 13 * 60_000
const shownFailures = 10

export const importList = subcommand({
  description: 'Follow all sources of a list: OPML, a MonitoRSS export, CSV, or one address per line',
  slow: true,
  options: { file: attachmentOption().describe('The list; every feed reader can export one as OPML') },
  async run({ file }, actor, deps) {
    if (file.size > maxBytes)
      throw new UserError('import.tooLarge', { name: file.name, megabytes: maxBytes / 1e6 })
    const { entries, problems } = await deps.sources.readList(file.url)
    const [problem] = problems
    if (entries.length === 0 && problem) throw new UserError(problem.key, problem.params)
    const total = Math.min(entries.length, maxEntries)
    const results = await deps.sources.followList(entries.slice(0, maxEntries), {
      guildId: actor.guildId,
      userId: actor.userId,
      now: actor.now,
      until: actor.now + timeMs,
      progress: (done) => actor.progress(actor.t('import.progress', { done, total })),
    })
    const added = results.filter(({ outcome }) => outcome === 'added').length
    if (added > 0) await record(actor, deps.stores, 'source.imported', { file: file.name, count: added })
    const unread = [
      ...problems.map(({ key, params }) => actor.t(key, params)),
      ...(entries.length > maxEntries ? [actor.t('import.tooMany', { max: maxEntries })] : []),
    ]
    return describeImport(results, unread, actor)
  },
})

function describeImport(results: readonly ListResult[], unread: readonly string[], actor: Actor): Reply {
  const { t } = actor
  const count = (outcome: ListResult['outcome']) => results.filter((each) => each.outcome === outcome).length
  const failed = results.filter(({ outcome }) => outcome instanceof UserError)
  const summary = [
    t('import.added', { count: count('added') }),
    ...(count('already') > 0 ? [t('import.already', { count: count('already') })] : []),
    ...(failed.length > 0 ? [t('import.failed', { count: failed.length })] : []),
    ...(count('not-tried') > 0 ? [t('import.notTried', { count: count('not-tried') })] : []),
  ]
  const lines = failed.slice(0, shownFailures).map(({ entry, outcome }) => {
    const reason = outcome instanceof UserError ? t(outcome.key, escapeParams(outcome.params)) : ''
    return `• ${escapeMarkdown(truncate(entry.title ?? displayAddress({ kind: 'feed', url: entry.url }), 80))}: ${truncate(reason, 200)}`
  })
  return {
    embeds: [
      {
        title: t('import.title'),
        description: [
          summary.join(' · '),
          ...lines,
          ...unread.slice(0, shownFailures).map((line) => `• ${escapeMarkdown(truncate(line, 200))}`),
        ].join('\n'),
        color: accent,
        footer: t('import.seeFile'),
      },
    ],
    files: [
      { name: 'import.txt', data: [...results.map((result) => line(result, actor)), ...unread].join('\n') },
    ],
  }
}

/** One entry as a line of the report. */
function line({ entry, outcome }: ListResult, { t }: Actor): string {
  const result =
    outcome instanceof UserError ? t(outcome.key, outcome.params) : t(`import.outcome.${outcome}`)
  return `${displayAddress({ kind: 'feed', url: entry.url })}\t${result}`
}
