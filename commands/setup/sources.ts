import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply } from '../../src/core/reply.js'
import { serverLocale } from '../../src/core/server-language.js'
import { escapeMarkdown, escapeParams, truncate } from '../../src/core/text.js'
import { component, type Deps } from '../../src/services.js'
import type { ListResult } from '../../src/sources/following/follow.js'
import { interests, sampleFolders, suggestSources } from '../../src/sources/suggestions.js'
import { record } from '../support/record.js'
import { sourceLabels } from '../support/source-label.js'
import { addressButton } from './address.js'
import { drawStep, readProgress, speakTo } from './checklist.js'
import { showTopic } from './topic.js'

/** What somebody may be interested in; the samples are for trying the bot out. */
const themes = [...interests, 'samples'] as const
type Theme = (typeof themes)[number]

/** How long several sources may take to be read; the token of the interaction lives for fifteen minutes. */
const timeMs = 5 * 60_000
const maxNamed = 5

const themeMenu = customId('setupTheme', {})
const feedMenu = customId('setupFeeds', { theme: z.enum(themes) })

/** The third step: what the bot reads. With a theme, its sources can be chosen. */
export async function showSources(
  asker: Actor,
  deps: Deps,
  { theme, notes = [] }: { theme?: Theme; notes?: readonly string[] } = {},
): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { t } = actor
  const progress = await readProgress(actor, deps)
  const offered = theme === undefined ? [] : await offer(theme, actor, deps)
  const names = [...sourceLabels(progress.sources).values()].slice(0, maxNamed)
  const followed = names.map((name) => escapeMarkdown(truncate(name, 60))).join(', ')
  const isExhausted = theme !== undefined && offered.length === 0
  return drawStep(
    'sources',
    {
      notes,
      text: [
        ...(names.length > 0
          ? [t('setup.sources.followed', { list: followed, more: progress.sources.length - names.length })]
          : []),
        t(isExhausted ? 'setup.sources.nothingLeft' : 'setup.sources.text'),
      ].join('\n'),
      rows: [
        [
          {
            id: themeMenu.encode({}),
            placeholder: t('setup.sources.interest'),
            choices: themes
              .filter((each) => each !== 'samples' || deps.offersSamples)
              .map((each) => ({ label: t(`setup.interest.${each}`), value: each, picked: each === theme })),
          },
        ],
        theme === undefined || offered.length === 0
          ? []
          : [
              {
                id: feedMenu.encode({ theme }),
                placeholder: t('setup.sources.choose'),
                choices: offered.map(({ title, url }) => ({
                  label: title,
                  value: choiceOf(url),
                  ...(theme !== 'samples' && { description: new URL(url).host }),
                })),
                max: offered.length,
              },
            ],
      ],
      buttons: [{ label: t('setup.address.button'), id: addressButton.encode({}) }],
    },
    progress,
    actor,
  )
}

interface Offer {
  title: string
  /** An address, or the path of a folder. */
  url: string
}

/** Discord's values hold 100 characters; of a path its end tells enough. */
function choiceOf(url: string): string {
  return url.slice(-100)
}

/** What there is about a theme in the language of the server and is not followed yet. */
async function offer(theme: Theme, actor: Actor, deps: Deps): Promise<Offer[]> {
  const { stores, channels } = deps
  const followed = new Set((await stores.followers.followedBy(actor.guildId)).map(({ url }) => url))
  if (theme === 'samples')
    return deps.offersSamples
      ? sampleFolders().filter(({ url }) => !followed.has(pathToFileURL(url).href))
      : []
  const locale = await serverLocale(actor.guildId, { settings: stores.settings, channels })
  return suggestSources(theme, locale).filter(({ url }) => !followed.has(url))
}

export const sourceComponents = [
  component({
    id: themeMenu,
    moderators: true,
    run: async (_, actor, deps, [picked]) => {
      const theme = themes.find((each) => each === picked)
      if (theme === undefined) throw new UserError('component.expired')
      return await showSources(actor, deps, { theme })
    },
  }),
  component({
    id: feedMenu,
    moderators: true,
    run: async ({ theme }, actor, deps, picked) => followPicked(theme, picked, actor, deps),
  }),
]

/** Follows what was picked. One that fails is told of and does not keep the others back. */
async function followPicked(
  theme: Theme,
  picked: readonly string[],
  asker: Actor,
  deps: Deps,
): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { guildId, userId, now, t } = actor
  const chosen = (await offer(theme, actor, deps)).filter(({ url }) => picked.includes(choiceOf(url)))
  const results = await deps.sources.followList(
    chosen.map((each) => ({ ...each, folder: null })),
    {
      guildId,
      userId,
      now,
      until: now + timeMs,
      progress: (done) => actor.progress(t('setup.sources.progress', { done, total: chosen.length })),
    },
  )
  for (const { entry, outcome } of results)
    if (outcome === 'added')
      await record(actor, deps.stores, 'source.added', { source: entry.title ?? entry.url })
  const notes = results.map((result) => describeResult(result, actor))
  const allWell = results.length > 0 && results.every(({ outcome }) => outcome === 'added')
  return allWell ? await showTopic(actor, deps, { notes }) : await showSources(actor, deps, { theme, notes })
}

function describeResult({ entry, outcome }: ListResult, { t }: Actor): string {
  const source = escapeMarkdown(truncate(entry.title ?? entry.url, 80))
  if (outcome instanceof UserError)
    return `⚠️ **${source}**: ${truncate(t(outcome.key, escapeParams(outcome.params)), 300)}`
  return outcome === 'added'
    ? `✅ **${source}**`
    : `ℹ️ **${source}**: ${t(outcome === 'already' ? 'import.outcome.already' : 'import.outcome.not-tried')}`
}
