import type { Actor } from '../../src/core/command.js'
import type { Translate } from '../../src/core/i18n.js'
import type { Select } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { type Health, healthOf } from '../../src/sources/health/health.js'
import { sourceMenu } from '../../src/sources/health/render-alert.js'
import { describeHealth, healthMark } from '../../src/sources/health/render-health.js'
import type { Source } from '../../src/store/sources.js'

const maxChoices = 25

export interface SourceHealth {
  source: Source
  state: Health
}

export function withHealth(sources: readonly Source[], now: number): SourceHealth[] {
  return sources.map((source) => ({ source, state: healthOf(source, now) }))
}

/** What is wrong with a source, below its name. */
export function troubleLine({ source, state }: SourceHealth, t: Translate): string {
  const title = escapeMarkdown(truncate(source.title, 80))
  return `${healthMark[state]} **${title}**\n${truncate(describeHealth(source, state, t), 200)}`
}

/** Opens one of these sources; the first 25 are offered. */
export function healthMenu(states: readonly SourceHealth[], { t, now }: Actor): Select {
  return {
    id: sourceMenu.encode({ at: now }),
    placeholder: t('alert.openOne'),
    choices: states.slice(0, maxChoices).map(({ source, state }) => ({
      label: truncate(source.title, 100),
      value: String(source.id),
      description: t(`health.name.${state}`),
    })),
  }
}
