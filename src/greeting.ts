import { startButton } from '../commands/setup/checklist.js'
import type { Channels } from './core/channels.js'
import { PostError } from './core/channels.js'
import type { Translate } from './core/i18n.js'
import type { Log } from './core/log.js'
import { accent } from './core/render-article.js'
import type { Reply } from './core/reply.js'
import { serverTranslator } from './core/server-language.js'
import type { Stores } from './store/stores.js'

/** Who has been in a server for longer than this and was never noticed is not new there. */
const newForMs = 3 * 86_400_000

export interface GreetingDeps {
  stores: Stores
  channels: Channels
  /** The id of the channel where it greets; undefined when the bot may post in none. */
  greetingIn(guildId: string): string | undefined
  log: Log
  now(): number
  /** Whether it greets at all. */
  greets: boolean
}

/** Says hello where the bot is new, with the way to its setup: once for each server, whether it works or not. */
export function createGreeting({ stores, channels, greetingIn, log, now, greets }: GreetingDeps) {
  const running = new Set<Promise<void>>()

  async function greet(guildId: string): Promise<void> {
    if (!(await stores.settings.markGreeted(guildId, now())) || (await isAtHome(guildId))) return
    const channelId = greetingIn(guildId)
    if (channelId === undefined)
      return log.info({ guild: guildId }, 'not greeted: there is no channel for it')
    const t = await serverTranslator(guildId, { settings: stores.settings, channels })
    // The server's id, so that a second attempt within minutes would give the same message.
    await channels.post(channelId, renderGreeting(t), guildId)
    log.info({ guild: guildId, channel: channelId }, 'greeted')
  }

  /** Whether it was set up before anybody was greeted, as in earlier versions. */
  async function isAtHome(guildId: string): Promise<boolean> {
    const sources = await stores.followers.idsFollowedBy(guildId)
    return sources.size > 0 || (await stores.topics.of(guildId)).length > 0
  }

  return {
    /** The bot is in a server, since `joinedAt` (ms). */
    meet(guildId: string, joinedAt: number): void {
      if (!greets || now() - joinedAt > newForMs) return
      const done: Promise<void> = greet(guildId)
        .catch((error: unknown) => {
          if (error instanceof PostError) log.warn({ guild: guildId, err: error }, 'greeting not accepted')
          else log.error({ guild: guildId, err: error }, 'greeting failed')
        })
        .finally(() => running.delete(done))
      running.add(done)
    },
    /** Resolves when everybody who was met has been greeted. */
    async idle(): Promise<void> {
      await Promise.all(running)
    },
  }
}

function renderGreeting(t: Translate): Reply {
  return {
    embeds: [{ title: t('greeting.title'), description: t('greeting.text'), color: accent }],
    rows: [[{ label: t('greeting.button'), id: startButton.encode({}), style: 'primary' }]],
  }
}
