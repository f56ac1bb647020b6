import { z } from 'zod'
import { customId } from '../../core/custom-id.js'
import type { Translate } from '../../core/i18n.js'
import type { Button } from '../../core/reply.js'
import { escapeParams, timestamp } from '../../core/text.js'
import type { Source } from '../../store/sources.js'
import { type Health, lastNewAt } from './health.js'

export const healthMark: Record<Health, string> = {
  ok: '🟢',
  quiet: '💤',
  failing: '⚠️',
  blocked: '⛔',
  held: '✋',
}

/** What a moderator can do about a source with one press. */
export const sourceActions = ['retry', 'snooze', 'wake', 'remove', 'post', 'digest', 'skip'] as const
export type SourceAction = (typeof sourceActions)[number]

/** The buttons under an alert, and under `/source health`; answered by the command `/source`. */
export const sourceButton = customId('source', { do: z.enum(sourceActions), source: z.coerce.number().int() })
/** Opens the form for another address. */
export const moveButton = customId('sourceMoveTo', { source: z.coerce.number().int() })

/** One sentence about the state of a source, with what to do. */
export function describeHealth(source: Source, health: Health, t: Translate): string {
  const { last_error: error } = source
  if (health === 'failing' || health === 'blocked')
    return error ? t(error.key, escapeParams(error.params)) : t('source.fault')
  return t(`health.${health}`, {
    since: timestamp(health === 'held' ? (source.held_at ?? 0) : lastNewAt(source)),
  })
}

/** What can be done about a source in this state, most useful first. */
export function healthButtons(
  source: Source,
  health: Health,
  t: Translate,
  { isSnoozed } = { isSnoozed: false },
): Button[] {
  const button = (action: SourceAction, style?: Button['style']) => actionButton(source, action, t, style)
  if (health === 'held') return [button('post', 'primary'), button('digest'), button('skip')]
  const move = { label: t('source.button.move'), id: moveButton.encode({ source: source.id }) }
  const canMove = source.kind === 'folder' ? [] : [move]
  const snooze = button(isSnoozed ? 'wake' : 'snooze')
  return [button('retry', 'primary'), snooze, ...canMove, button('remove', 'danger')]
}

/** One thing to do about a source. */
export function actionButton(
  source: Source,
  action: SourceAction,
  t: Translate,
  style?: Button['style'],
): Button {
  return {
    label: t(`source.button.${action}`),
    id: sourceButton.encode({ do: action, source: source.id }),
    ...(style && { style }),
  }
}
