import { z } from 'zod'
import { customId } from '../../core/custom-id.js'
import type { Translate } from '../../core/i18n.js'
import type { Reply } from '../../core/reply.js'
import { escapeMarkdown, truncate } from '../../core/text.js'
import type { Source } from '../../store/sources.js'
import { displayAddress } from '../source-address.js'
import type { Health } from './health.js'
import { describeHealth, healthButtons } from './render-health.js'

/** The menu under an alert about several sources. */
export const sourceMenu = customId('sourceMenu', { at: z.coerce.number().int() })

const alertColor = { trouble: 0xd9822b, recovered: 0x2f9e62 }
/** More at once are one message: a network that is down is one incident, not forty. */
export const maxSingleAlerts = 3
const maxListed = 20
const maxChoices = 25

/** The alert about one source that is in trouble. */
export function renderAlert(source: Source, health: Exclude<Health, 'ok'>, t: Translate): Reply {
  return {
    embeds: [
      {
        title: truncate(t(`alert.${health}`, { source: escapeMarkdown(source.title) }), 256),
        description: [describeHealth(source, health, t), escapeMarkdown(displayAddress(source))].join('\n'),
        color: alertColor.trouble,
      },
    ],
    rows: [healthButtons(source, health, t)],
  }
}

/** One message about several sources that got into trouble together. */
export function renderAlerts(
  troubles: readonly { source: Source; health: Exclude<Health, 'ok'> }[],
  now: number,
  t: Translate,
): Reply {
  const lines = troubles
    .slice(0, maxListed)
    .map(
      ({ source, health }) =>
        `**${escapeMarkdown(truncate(source.title, 60))}** · ${truncate(describeHealth(source, health, t), 120)}`,
    )
  const more = troubles.length - lines.length
  return {
    embeds: [
      {
        title: t('alert.several', { count: troubles.length }),
        description: [...lines, ...(more > 0 ? [t('alert.more', { count: more })] : [])].join('\n'),
        color: alertColor.trouble,
      },
    ],
    rows: [
      [
        {
          id: sourceMenu.encode({ at: now }),
          placeholder: t('alert.openOne'),
          choices: troubles.slice(0, maxChoices).map(({ source, health }) => ({
            label: truncate(source.title, 100),
            value: String(source.id),
            description: t(`health.name.${health}`),
          })),
        },
      ],
    ],
  }
}

/** The message that sources are well again. */
export function renderRecovery(sources: readonly Source[], t: Translate): Reply {
  const names = sources.slice(0, maxListed).map(({ title }) => escapeMarkdown(truncate(title, 60)))
  const [first] = names
  const title =
    sources.length === 1
      ? t('alert.recovered', { source: first ?? '' })
      : t('alert.recoveredSeveral', { count: sources.length })
  return {
    embeds: [
      {
        title: truncate(title, 256),
        ...(sources.length > 1 && { description: names.join(t('list.separator')) }),
        color: alertColor.recovered,
      },
    ],
  }
}
