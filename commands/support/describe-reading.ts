import type { Actor } from '../../src/core/command.js'
import { escapeMarkdown, escapeParams, truncate } from '../../src/core/text.js'
import type { ReadReport } from '../../src/sources/reading/folder-sources.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'

const maxSkippedShown = 5
const kinds = ['articles', 'excerpts', 'headlines'] as const

/** What the person reads after adding a source: how much it has, what was left out, and remarks. */
export function describeAdded(source: Source, report: ReadReport, actor: Actor): string {
  const { t } = actor
  const { skipped } = report
  const lines = [
    t('source.added', { counts: describeCounts(report, actor) }),
    escapeMarkdown(truncate(displayAddress(source), 300)),
    ...describeRemarks(source, actor),
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

/** "3 articles and 2 headlines". */
export function describeCounts(counts: Record<(typeof kinds)[number], number>, { t, locale }: Actor): string {
  const parts = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`count.${kind}`, { count: counts[kind] }))
  return parts.length > 0
    ? new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts)
    : t('count.articles', { count: 0 })
}

/** Remarks on the last reading of a source, a line each. */
export function describeRemarks({ remarks }: Pick<Source, 'remarks'>, { t }: Actor): string[] {
  return remarks.map(({ key, params }) => `ℹ️ ${t(key, escapeParams(params))}`)
}
