import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../src/preview/local-discord.js'
import { type Location, openDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import { draft, minute } from './support/articles.js'
import { dialects, emptyDatabase } from './support/database.js'
import { expectNoViolations, openDiscord } from './support/discord.js'
import { type Program, startProcess, startProgram } from './support/program.js'

/** The program as operators run it: a process that is started, stopped and killed; each start takes seconds. */
describe('the process', { timeout: 60_000 }, () => {
  let discord: LocalDiscord
  let folder: string
  const programs: Program[] = []

  beforeEach(async () => {
    discord = await openDiscord()
    folder = mkdtempSync(join(tmpdir(), 'courant-process-'))
  })
  afterEach(async () => {
    for (const { process } of programs) process.kill('SIGKILL')
    await Promise.all(programs.splice(0).map(({ ended }) => ended))
    expectNoViolations(discord)
    await discord.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const file = () => join(folder, 'bot.db')
  const startBot = (location: Location = { file: file() }, settings: Record<string, string> = {}) => {
    const database = 'file' in location ? { DATABASE_FILE: location.file } : { DATABASE_URL: location.url }
    const place = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, ...database }
    const env = { METRICS_PORT: 'off', ...place, ...settings }
    const program = startProgram('main', [], env)
    programs.push(program)
    return program
  }

  async function withStores<Result>(
    location: Location,
    work: (stores: Stores) => Promise<Result>,
  ): Promise<Result> {
    const database = await openDatabase(location)
    try {
      return await work(createStores(database.db))
    } finally {
      await database.close()
    }
  }

  /** A due subscription with one article waiting, in a channel. */
  async function prepareDelivery(stores: Stores, channel = 'news'): Promise<number> {
    const now = Date.now()
    const blank = { site_url: null, etag: null, last_modified: null }
    const url = `https://${channel}.test/feed`
    const source = await stores.sources.add(
      { kind: 'feed', url, title: 'A', ...blank, next_check_at: now },
      now,
    )
    const made = { guild_id: discord.guildId, created_by: 'theo', created_at: now }
    const topic = await stores.topics.add({ name: `Trains ${channel}`, query: 'train', ...made })
    const subscription = await stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      channel_id: discord.channels[channel] ?? '',
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: now - minute,
      ...made,
    })
    const article = await stores.articles.put(source.id, draft({ title: 'Train arrives' }), now)
    await stores.deliveries.enqueue([subscription.id], article.id, now)
    return subscription.id
  }

  /** Resolves when a message for the channel is on its way: it stands still before Discord takes it, or after that. */
  const holdPost = (channel: string, when: 'before' | 'after') =>
    new Promise<void>((resolve) => {
      const path = new RegExp(`/channels/${discord.channels[channel]}/messages$`)
      discord.fault({ method: 'POST', path, when, response: 'drop', delayMs: 2000, onMeet: resolve })
    })

  it.each(dialects)(
    'posts exactly once when it is killed between claim and sent, whether Discord took the message or not, on %s',
    async (dialect) => {
      const location = dialect === 'sqlite' ? { file: file() } : await emptyDatabase(dialect)
      const channels = ['news', 'general'] as const
      const subscriptions = await withStores(location, async (stores) => [
        await prepareDelivery(stores, channels[0]),
        await prepareDelivery(stores, channels[1]),
      ])
      const states = () =>
        withStores(location, async ({ deliveries }) => {
          const rows = await Promise.all(subscriptions.map((id) => deliveries.of(id)))
          return rows.flat().map(({ state }) => state)
        })
      const onTheirWay = [holdPost(channels[0], 'before'), holdPost(channels[1], 'after')]
      const first = startBot(location)
      await Promise.all(onTheirWay)
      first.process.kill('SIGKILL')
      expect(await first.ended).toBe('SIGKILL')
      expect(await states()).toEqual(['claimed', 'claimed'])
      const second = startBot(location)
      await expect.poll(states, { timeout: 30_000, interval: 200 }).toEqual(['sent', 'sent'])
      second.process.kill('SIGTERM')
      expect(await second.ended).toBe(0)
      for (const channel of channels)
        expect(discord.messages(discord.channels[channel] ?? '')).toHaveLength(1)
    },
  )

  it('ends in good order too when it was started by npm', async () => {
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, DATABASE_FILE: file() }
    // Without its build, which would write the program that other tests are running.
    const npm = startProcess('npm', ['start', '--ignore-scripts'], env)
    programs.push(npm)
    await npm.saw('online')
    npm.process.kill('SIGTERM')
    await npm.saw('"stopped"')
    await npm.ended
  })

  it('is the only bot on its file, until it ends with 0 after SIGTERM, or is killed', async () => {
    const first = startBot()
    await first.saw('online')
    const refused = startBot()
    expect(await refused.ended).toBe(1)
    expect(refused.output().stderr).toMatch(/^database: another bot is running on .*DATABASE_FILE\.\n$/)
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const second = startBot()
    await second.saw('online')
    second.process.kill('SIGKILL')
    await second.ended
    await startBot().saw('online')
  })

  it('says in one line what is wrong with a setting and ends with 1', async () => {
    const program = startProgram('main', [], { POLL_SECONDS: '5m' })
    expect(await program.ended).toBe(1)
    expect(program.output().stderr).toMatch(/^config: POLL_SECONDS must be .* got "5m".*\n$/)
  })

  describe('with secrets everywhere', () => {
    const secrets = {
      key: 'model-key-4711',
      password: 'feed-password-4711',
      parameter: 'feed-token-4711',
      header: 'feed-header-4711',
    }

    /** A source behind a password that does not answer, and a post that Discord does not take at first. */
    async function prepare(stores: Stores): Promise<void> {
      await prepareDelivery(stores)
      const now = Date.now()
      const url = `http://mia:${secrets.password}@127.0.0.1:9/feed?token=${secrets.parameter}`
      const headers = { Authorization: `Bearer ${secrets.header}` }
      const blank = { site_url: null, etag: null, last_modified: null, next_check_at: now }
      const source = await stores.sources.add({ kind: 'feed', url, title: 'B', headers, ...blank }, now)
      await stores.followers.follow(discord.guildId, source.id, 'theo', now)
    }

    it('writes none of them into the log, and serves health and metrics without them', async () => {
      await withStores({ file: file() }, prepare)
      const refused = { status: 500, body: { message: 'no', code: 0 } }
      const post = { method: 'POST', path: /\/channels\/\d+\/messages$/, when: 'before' } as const
      discord.fault({ ...post, response: refused, times: 2 })
      const bot = startBot(undefined, {
        LOG_LEVEL: 'debug',
        METRICS_PORT: '0',
        ALLOWED_ADDRESSES: '127.0.0.0/8',
        LLM_BASE_URL: 'http://127.0.0.1:9/v1',
        LLM_MODEL: 'm',
        LLM_API_KEY: secrets.key,
      })
      await bot.saw('online')
      await bot.saw('source not read')
      await bot.saw('post not accepted')
      await discord.as('member').command('ask', { question: 'When does the train arrive?' })
      await bot.saw('"answered"')

      const url = /"url":"(http:\/\/127[^"]+)"/.exec(bot.output().stderr)?.[1] ?? ''
      const health = await (await fetch(`${url}/healthz`)).text()
      expect(JSON.parse(health)).toMatchObject({ ok: true, checks: { gateway: { ok: true } } })
      const metrics = await (await fetch(`${url}/metrics`)).text()
      expect(metrics).toContain('courant_source_reads_total{outcome="failed"} 1')
      expect(metrics).toContain('courant_posts_total{outcome="unknown"} 1')
      expect(metrics).toContain('name="ask",outcome="done"')

      bot.process.kill('SIGTERM')
      expect(await bot.ended).toBe(0)
      const { stdout, stderr } = bot.output()
      expect(stderr).toMatch(/"delivery":"[0-9a-f]{24}".*"post not accepted"/)
      const written = [stdout, stderr, health, metrics].join('')
      const interactionTokens = discord.requests.flatMap(
        ({ path }) => /\/(?:interactions|webhooks)\/\d+\/([^/?]+)/.exec(path)?.[1] ?? [],
      )
      expect(interactionTokens.length).toBeGreaterThan(0)
      for (const secret of [discord.token, ...Object.values(secrets), ...interactionTokens])
        expect(written).not.toContain(secret)
    })
  })
})
