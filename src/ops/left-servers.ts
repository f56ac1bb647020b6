import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '../core/log.js'
import type { Stores } from '../store/stores.js'

/** Ids read at once, and marked at once. */
const idsAtOnce = 500
/** Of one tick; what is left waits for the next one. */
const stepsPerTick = 40

export interface LeftServersDeps {
  stores: Pick<Stores, 'guilds'>
  /** How long the data of a server is kept after the bot left it. */
  graceMs: number
  log: Log
}

/** The servers of one process, as Discord tells it. */
export interface Servers {
  /** Whether the bot is there; undefined where another process would know. */
  isIn(guildId: string): boolean | undefined
}

/** Servers that the bot was removed from: their data stays for a while, should that have been a mistake, and then goes. */
export function createLeftServers({ stores: { guilds }, graceMs, log }: LeftServersDeps) {
  async function compare(
    read: (after: string, limit: number) => Promise<string[]>,
    take: (ids: string[]) => Promise<void>,
  ): Promise<void> {
    for (let after = '', ids: string[] = []; ; ) {
      ids = await read(after, idsAtOnce)
      await take(ids)
      after = ids.at(-1) ?? after
      if (ids.length < idsAtOnce) return
      await nextTurn()
    }
  }

  return {
    left: (guildId: string, now: number) => guilds.markLeft([guildId], now),
    joined: (guildId: string) => guilds.markPresent(guildId),

    /** Notes what happened while nobody listened: which servers the bot left, and which it is in again. */
    async reconcile({ isIn }: Servers, now: number): Promise<void> {
      await compare(guilds.known, (ids) =>
        guilds.markLeft(
          ids.filter((id) => isIn(id) === false),
          now,
        ),
      )
      await compare(guilds.left, async (ids) => {
        for (const id of ids) if (isIn(id)) await guilds.markPresent(id)
      })
    },

    /** Deletes a little of what is stored of servers that were left long enough ago. */
    async tick(now: number): Promise<void> {
      for (let steps = 0; steps < stepsPerTick; steps++) {
        // Asked each time: the bot may have come back in the middle.
        const guildId = await guilds.leftBefore(now - graceMs)
        if (guildId === undefined) return
        if ((await guilds.purgeStep(guildId)) === undefined) {
          await guilds.markPresent(guildId)
          log.info({ guildId }, 'data of a server that was left is deleted')
        }
        await nextTurn()
      }
    },
  }
}

export type LeftServers = ReturnType<typeof createLeftServers>
