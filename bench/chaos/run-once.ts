import { setTimeout as sleep } from 'node:timers/promises'
import { PermissionFlagsBits } from 'discord-api-types/v10'
import type { Fault } from '../../src/preview/rest.js'
import { type ChaosBot, spawnBot } from './chaos-bot.js'
import { type Counts, countPosts, type Expected, textOf } from './count-posts.js'
import type { Moment, PlannedFault, RunPlan } from './plan-run.js'
import type { World } from './world.js'

const minute = 60_000
const postPath = /\/channels\/\d+\/messages$/
/** More steps than any plan needs: what is not settled then never will be. */
const maxSteps = 120

export type RunResult = Counts & { wrong: string[]; kills: number; steps: number }

/** One run of the crash test. Ends with a bot that is alive and has nothing left to do. */
export async function runOnce(
  world: World,
  plan: RunPlan,
  bot: ChaosBot,
  random: () => number,
): Promise<{ result: RunResult; bot: ChaosBot }> {
  const expected = await bringArticles(world, plan, random)
  const deleted: string[] = []
  let kills = 0
  let current = bot
  let started = true
  refuseLists(world, plan)
  setFaults(world, plan)
  for (const moment of plan.moments) {
    if (moment.at === 'start' && started) {
      await current.kill()
      current = spawnBot()
      started = false
    }
    await liveUntil(world, current, moment, started)
    await current.kill()
    kills++
    if ('delayMs' in moment) await sleep(moment.delayMs)
    world.discord.clearFaults()
    setFaults(world, plan)
    world.clock.now += plan.downMs
    if (plan.deleted) deleted.push(...(await deletePosts(world, expected)))
    current = spawnBot()
    started = false
  }
  if (plan.denied) denyAll(world, PermissionFlagsBits.SendMessages)
  const steps = await settle(world, current, plan, expected)
  world.discord.clearFaults()
  world.discord.requests.length = 0
  return { result: { ...countPosts(expected, world.discord.messages, deleted), kills, steps }, bot: current }
}

async function start({ discord, location, clock }: World, bot: ChaosBot): Promise<boolean> {
  const { token, apiUrl } = discord
  return await bot.order({ kind: 'start', token, apiUrl, database: location, now: clock.now })
}

/** Lets the bot work until the moment of its death has come, or it has nothing to do for it. */
async function liveUntil(world: World, bot: ChaosBot, moment: Moment, started: boolean): Promise<void> {
  if (moment.at === 'start') {
    const starting = start(world, bot)
    await Promise.race([starting, sleep(moment.afterMs)])
    bot.killNow()
    await starting
    return
  }
  if (!started) await start(world, bot)
  armKill(world, bot, moment)
  for (let step = 0; step < 2 && bot.alive(); step++) {
    world.clock.now += minute
    const dieAtLook = moment.at === 'look' ? moment.n : 0
    const stepping = bot.order({ kind: 'step', now: world.clock.now, dieAtLook })
    if (moment.at === 'random')
      await Promise.race([stepping, sleep(moment.afterMs).then(() => bot.killNow())])
    await stepping
  }
}

/** Plans the kill at the n-th message that reaches Discord. */
function armKill({ discord }: World, bot: ChaosBot, moment: Moment): void {
  const rule = { method: 'POST', path: postPath }
  const { killNow } = bot
  if (moment.at === 'claimed')
    discord.fault({ ...rule, when: 'before', response: 'drop', skip: moment.n - 1, onMeet: killNow })
  if (moment.at === 'late')
    discord.fault({
      ...rule,
      when: 'before',
      response: 'pass',
      skip: moment.n - 1,
      onMeet: killNow,
      delayMs: moment.delayMs,
    })
  if (moment.at === 'created')
    discord.fault({ ...rule, when: 'after', response: 'drop', skip: moment.n - 1, onMeet: killNow })
  if (moment.at === 'answered') {
    const { afterMs } = moment
    discord.fault({
      ...rule,
      when: 'after',
      response: 'pass',
      skip: moment.n - 1,
      onMeet: () => void setTimeout(killNow, afterMs),
    })
  }
}

const edgeError = { status: 403, body: { code: 40333, message: 'internal network error' } }
const answers: Record<PlannedFault['kind'], Fault['response']> = {
  'server-error': { status: 502 },
  drop: 'drop',
  // Discord gives whole seconds; the program reads any number, and a thousand runs need not wait for them.
  'rate-limit': {
    status: 429,
    headers: { 'Retry-After': '0.1', 'X-RateLimit-Scope': 'shared' },
    body: { message: 'You are being rate limited.', retry_after: 0.1, global: false },
  },
  slow: 'pass',
  'edge-error': edgeError,
}

/** The first message of a channel with many articles is a list. Of a single article this would be the end. */
function refuseLists({ discord, places }: World, plan: RunPlan): void {
  const response = { status: 400, body: { code: 50035, message: 'Invalid Form Body', errors: {} } }
  for (const { channelId } of plan.refuseFirst ? places.filter((_, i) => brings(plan, i) > 8) : []) {
    const path = new RegExp(`/channels/${channelId}/messages$`)
    discord.fault({ method: 'POST', path, when: 'before', response })
  }
}

function setFaults({ discord }: World, plan: RunPlan): void {
  for (const { kind, target, when, skip, times } of plan.faults)
    discord.fault({
      method: target === 'post' ? 'POST' : 'GET',
      path: postPath,
      when,
      skip,
      times,
      response: answers[kind] ?? 'pass',
      ...(kind === 'slow' && { delayMs: 150 }),
    })
}

function brings(plan: RunPlan, subscription: number): number {
  const { count = 0, by = 'feed' } = plan.arrivals[subscription] ?? {}
  return by === 'ledger' ? count : 0
}

const vocabulary =
  'amber bronze canyon dapper ember falcon garnet hollow indigo juniper kettle lantern marble nectar opal pepper quartz raven saffron timber umber velvet walnut yonder zephyr'.split(
    ' ',
  )

/** Articles that have nothing in common but their topic's word, each with a word of its own. */
async function bringArticles(world: World, plan: RunPlan, random: () => number): Promise<Expected[]> {
  const { stores, places, sites, sourceId } = world
  const expected: Expected[] = []
  const pick = () => vocabulary[Math.floor(random() * vocabulary.length)]
  for (const { subscription, count, by } of plan.arrivals)
    for (let i = 0; i < count; i++) {
      const place = places[subscription]
      if (!place) continue
      world.clock.now += 1
      const token = `x${world.clock.now.toString(36)}x`
      const title = `${token} ${pick()} ${place.word} ${pick()} ${pick()}`
      const text = Array.from(
        { length: 12 },
        () => `The ${pick()} ${pick()} of the ${pick()} met a ${pick()}.`,
      ).join(' ')
      expected.push({ channelId: place.channelId, token })
      if (by === 'feed') sites.publish(0, { title, text: `${title}. ${text}`, at: world.clock.now })
      else
        await stores.transaction(async (within) => {
          const draft = {
            identity: token,
            title,
            text,
            url: null,
            kind: 'full',
            author: null,
            language: 'en',
          } as const
          const article = await within.articles.put(
            sourceId,
            { ...draft, publishedAt: world.clock.now },
            world.clock.now,
          )
          await within.deliveries.enqueue([place.subscriptionId], article.id, world.clock.now)
        })
    }
  return expected
}

/** Takes away what was posted of these articles. Returns what it said. */
async function deletePosts({ discord }: World, expected: readonly Expected[]): Promise<string[]> {
  const said: string[] = []
  for (const { channelId, token } of expected)
    for (const message of discord.messages(channelId)) {
      if (!textOf(message).includes(token)) continue
      said.push(textOf(message))
      const url = `${discord.apiUrl}/v10/channels/${channelId}/messages/${message.id}`
      await fetch(url, { method: 'DELETE', headers: { Authorization: `Bot ${discord.token}` } })
    }
  return said
}

function denyAll({ discord, places }: World, bits: bigint): void {
  for (const { channelId } of places) discord.setPermissions(channelId, bits)
}

/** Lets time pass until every article has its end. Returns how many steps it took. */
async function settle(
  world: World,
  bot: ChaosBot,
  plan: RunPlan,
  expected: readonly Expected[],
): Promise<number> {
  await start(world, bot)
  for (let step = 1; step <= maxSteps; step++) {
    if (step === 4) denyAll(world, 0n)
    if (!(await bot.order({ kind: 'step', now: world.clock.now, dieAtLook: 0 })))
      throw new Error('chaos: the bot died by itself')
    if (step > (plan.denied ? 4 : 1) && (await isSettled(world, expected))) return step
    // Retries wait fifteen seconds at first and an hour at last.
    world.clock.now += step < 8 ? 16_000 : step < 30 ? minute : 30 * minute
  }
  return maxSteps
}

async function isSettled({ db, clock }: World, expected: readonly Expected[]): Promise<boolean> {
  const open = await db
    .selectFrom('deliveries')
    .select('id')
    .where('state', 'in', ['pending', 'claimed', 'held'])
    .limit(1)
    .execute()
  if (open.length > 0) return false
  const since = clock.now - 10 * 24 * 60 * minute
  const stored = await db.selectFrom('articles').select('title').where('added_at', '>=', since).execute()
  return expected.every(({ token }) => stored.some(({ title }) => title.includes(token)))
}
