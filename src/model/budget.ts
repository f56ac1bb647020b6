import type { ModelSettings } from './settings.js'

/** What a request takes, or may take at most. */
interface Usage {
  tokens: number
  /** How long the model works. */
  ms: number
}

/** Where it is kept what each server used on a day. */
export interface UsageLedger {
  /** Counts a request before it is made; false when it may exceed the limit. */
  reserve(guildId: string, day: string, most: Usage, limit: Usage): Promise<boolean>
  /** Puts what it took in the place of what was reserved. */
  settle(guildId: string, day: string, reserved: Usage, used: Usage): Promise<void>
}

/** What each server may use of the model in a day (UTC). */
export function createBudget(
  settings: Pick<ModelSettings, 'dailyTokens' | 'dailySeconds'>,
  ledger: UsageLedger,
  now: () => number,
) {
  const limit = { tokens: settings.dailyTokens, ms: settings.dailySeconds * 1000 }
  return {
    /** Sets aside what a request takes at most. Gives the function that settles it, or undefined when too little is left. */
    async reserve(guildId: string, most: Usage): Promise<((used: Usage) => Promise<void>) | undefined> {
      // A request that ends after midnight belongs to the day it was made.
      const day = new Date(now()).toISOString().slice(0, 10)
      if (!(await ledger.reserve(guildId, day, most, limit))) return undefined
      return (used) => ledger.settle(guildId, day, most, used)
    },
  }
}
