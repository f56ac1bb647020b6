import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { languageOf, type Translate } from '../../src/core/i18n.js'
import { accent } from '../../src/core/render-article.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { serverTranslator } from '../../src/core/server-language.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { GuildSettings } from '../../src/store/settings.js'
import type { Source } from '../../src/store/sources.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { languageName } from './language-name.js'

export const steps = ['language', 'moderators', 'sources', 'topic', 'test'] as const
export type Step = (typeof steps)[number]

/** Begins, or goes on, in a message of its own; it is on the greeting that everyone sees. */
export const startButton = customId('setupStart', {})
/** Shows a step in place of the one that is shown. */
export const stepButton = customId('setup', { step: z.enum(steps) })

/** How far a server is: what is configured, however it came about. */
export interface Progress {
  settings: GuildSettings
  sources: Source[]
  /** Where a topic is posted; the latest where there are several. */
  place: SubscriptionWithTopic | undefined
}

export async function readProgress({ guildId }: Actor, { stores }: Deps): Promise<Progress> {
  const places = await stores.subscriptions.of(guildId)
  return {
    settings: await stores.settings.of(guildId),
    sources: await stores.followers.followedBy(guildId),
    place: places.toSorted((a, b) => b.id - a.id)[0],
  }
}

/** Where to go on. Whoever has a topic already has seen the step for moderators, and may have skipped it. */
export function firstOpen(progress: Progress): Step {
  const open = steps.find(
    (step) => !isDone(step, progress) && !(step === 'moderators' && progress.place !== undefined),
  )
  return open ?? 'test'
}

function isDone(step: Step, { settings, sources, place }: Progress): boolean {
  switch (step) {
    case 'language':
      return settings.locale !== null && settings.timeZone !== null
    case 'moderators':
      return settings.moderatorRole !== null || settings.moderatorChannel !== null
    case 'sources':
      return sources.length > 0
    case 'topic':
      return place !== undefined
    case 'test':
      return false
  }
}

/**
 * In the person's own language if the bot speaks it, else in that of the server, which the first step may just have
 * chosen for them.
 */
export async function speakTo(actor: Actor, { stores, channels }: Deps): Promise<Actor> {
  if (languageOf(actor.locale) !== undefined) return actor
  return { ...actor, t: await serverTranslator(actor.guildId, { settings: stores.settings, channels }) }
}

/** What a step puts below the list of all steps. */
export interface Control {
  /** What just happened, a line each. */
  notes?: readonly string[]
  text: string
  /** Menus. */
  rows?: NonNullable<Reply['rows']>
  /** Beside those that lead to the other steps. */
  buttons?: Button[]
  /** The step has buttons of its own that lead on. */
  leadsOn?: boolean
  /** Done although nothing in the database says so. */
  done?: boolean
}

/** The one message of the setup: all steps with their marks, and what the current one asks for. */
export function drawStep(current: Step, control: Control, progress: Progress, actor: Actor): Reply {
  const { t } = actor
  const done = (step: Step) => isDone(step, progress) || (step === current && control.done === true)
  // Whoever has a topic has seen the step for moderators.
  const isSkipped = (step: Step) => step === 'moderators' && progress.place !== undefined
  const list = steps.map((step) => {
    const name = t(`setup.step.${step}`)
    const detail = done(step) ? detailOf(step, progress, actor) : isSkipped(step) ? t('setup.skipped') : ''
    return `${done(step) ? '✅' : '▫️'} ${step === current ? `**${name}**` : name}${detail && ` · ${detail}`}`
  })
  const { notes = [], text, rows = [] } = control
  const description = [list.join('\n'), ...(notes.length > 0 ? [notes.join('\n')] : []), text].join('\n\n')
  return {
    embeds: [
      {
        title: t('setup.title'),
        description: truncate(description, 4000),
        color: accent,
        footer: t(current === 'test' && done('test') ? 'setup.footerDone' : 'setup.footer'),
      },
    ],
    rows: [...rows, navigation(current, control, done(current), t)],
  }
}

function navigation(current: Step, control: Control, isDone: boolean, t: Translate): Button[] {
  const { buttons = [], leadsOn = false } = control
  const position = steps.indexOf(current)
  const [before, after] = [steps[position - 1], steps[position + 1]]
  const back = before && { label: t('setup.back'), id: stepButton.encode({ step: before }) }
  const on = !leadsOn &&
    after && {
      label: t(isDone ? 'setup.next' : 'setup.skip'),
      id: stepButton.encode({ step: after }),
      ...(isDone && { style: 'primary' as const }),
    }
  return [...buttons, ...(back ? [back] : []), ...(on ? [on] : [])]
}

/** How a step was settled, on the rest of its line. */
function detailOf(step: Step, { settings, sources, place }: Progress, { t }: Actor): string {
  switch (step) {
    case 'language':
      return [languageName(settings.locale ?? ''), settings.timeZone].filter(Boolean).join(' · ')
    case 'moderators':
      return [
        ...(settings.moderatorRole ? [`<@&${settings.moderatorRole}>`] : []),
        ...(settings.moderatorChannel ? [`<#${settings.moderatorChannel}>`] : []),
      ].join(', ')
    case 'sources':
      return t('setup.sources.count', { count: sources.length })
    case 'topic':
      return place ? `${escapeMarkdown(truncate(place.topicName, 50))} → <#${place.channel_id}>` : ''
    case 'test':
      return ''
  }
}
