import type { Location } from '../../src/store/database.js'
import { randomFrom } from '../random.js'
import type { Counts } from './count-posts.js'
import { planRun, type RunPlan } from './plan-run.js'
import { type RunResult, runOnce } from './run-once.js'
import { digestPlaces, openWorld } from './world.js'

export interface ChaosTotals extends Counts {
  runs: number
  /** Processes that were killed. */
  kills: number
}

export interface ChaosOptions {
  runs: number
  seed: number
  location: Location
  /** Told about every run, such as to print what went wrong. */
  onRun?(run: number, plan: RunPlan, result: RunResult): void
}

/**
 * Runs one after the other in one world: articles come, the bot is killed and started again until nothing is left to
 * do, then its channels are counted. The process of one run goes on in the next, so that there are old posts, old
 * nonces and a long history.
 */
export async function runChaos({ runs, seed, location, onRun }: ChaosOptions): Promise<ChaosTotals> {
  const totals = { runs: 0, posted: 0, lost: 0, duplicated: 0, ambiguous: 0, kills: 0 }
  const random = randomFrom(seed)
  const { world, bot: first } = await openWorld(location)
  const shape = { subscriptions: world.places.length, digests: digestPlaces }
  let bot = first
  try {
    for (let run = 1; run <= runs; run++) {
      const plan = planRun(random, shape)
      const ended = await runOnce(world, plan, bot, random)
      bot = ended.bot
      add(totals, ended.result)
      onRun?.(run, plan, ended.result)
    }
    if (world.discord.violations.length > 0) throw new Error(`chaos: ${world.discord.violations.join('\n')}`)
  } finally {
    await bot.kill()
    await world.close()
  }
  return totals
}

function add(totals: ChaosTotals, result: RunResult): void {
  totals.runs++
  for (const key of ['posted', 'lost', 'duplicated', 'ambiguous', 'kills'] as const)
    totals[key] += result[key]
}
