import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PermissionFlagsBits } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { readConfig } from '../../src/config.js'
import { renderCommand } from '../../src/discord/command-json.js'
import { checkDatabase, checkDisk } from '../../src/ops/check-database.js'
import { checkDiscord, type Expected } from '../../src/ops/check-discord.js'
import { runDoctor } from '../../src/ops/doctor.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { emptyDatabase } from '../support/database.js'
import { expectNoViolations, openDiscord } from '../support/discord.js'

const expected = commands.flatMap((each) => renderCommand(each)).map(({ name, type = 1 }) => ({ name, type }))

describe('the doctor at Discord', () => {
  let discord: LocalDiscord
  let places: Expected['places']

  beforeAll(async () => {
    discord = await openDiscord()
    const channelId = discord.channels.news ?? ''
    places = [{ guildId: discord.guildId, channelId }]
    const { status } = await fetch(`${discord.apiUrl}/v10/applications/${discord.applicationId}/commands`, {
      method: 'PUT',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(commands.flatMap((each) => renderCommand(each))),
    })
    expect(status).toBe(200)
  })
  beforeEach(() => discord.clearFaults())
  afterAll(async () => {
    expectNoViolations(discord)
    await discord.close()
  })

  async function examine(
    changes: Partial<Expected & { token: string; apiUrl: string; now: number }> = {},
  ): Promise<Record<string, string>> {
    const { token = discord.token, apiUrl = discord.apiUrl, now = Date.now(), ...rest } = changes
    const checks = await checkDiscord({ token, apiUrl }, { commands: expected, places, ...rest }, () => now)
    return Object.fromEntries(checks.map(({ name, ok, detail }) => [name, `${ok ? 'ok' : 'FAIL'} ${detail}`]))
  }

  it('finds a bot well that is', async () => {
    expect(await examine()).toEqual({
      discord: 'ok the token belongs to Courant',
      "clock by Discord's": expect.stringMatching(/^ok -?\d+ s apart$/),
      connection: expect.stringMatching(/^ok 999 of 1000 starts are left/),
      commands: `ok ${expected.length} registered`,
      channels: 'ok 1 that are posted to, 0 with a problem',
    })
  })

  it('says what to do about a token that is refused, and a Discord that cannot be reached', async () => {
    expect(await examine({ token: 'wrong' })).toEqual({
      discord: expect.stringMatching(/^FAIL .*set DISCORD_TOKEN/),
    })
    expect(await examine({ apiUrl: 'http://127.0.0.1:9/api' })).toEqual({
      discord: expect.stringMatching(/^FAIL 127\.0\.0\.1:9 cannot be reached/),
    })
  })

  it.each([
    [90_000, /^FAIL it is (?:89|90|91) s ahead/],
    [-90_000, /^FAIL it is (?:89|90|91) s behind/],
  ])('notices a clock that is off by %i ms', async (off, message) => {
    expect((await examine({ now: Date.now() + off }))["clock by Discord's"]).toMatch(message)
  })

  it('notices commands that are not registered', async () => {
    const found = await examine({ commands: [...expected, { name: 'fly', type: 1 }] })
    expect(found.commands).toMatch(/^FAIL fly not registered; start the bot/)
  })

  it('waits where Discord asks for it', async () => {
    discord.fault({
      method: 'GET',
      path: /commands$/,
      when: 'before',
      response: { status: 429, body: {}, headers: { 'retry-after': '0.01' } },
    })
    expect((await examine()).commands).toMatch(/^ok/)
  })

  it('names each channel that the bot cannot post to, with what is missing', async () => {
    const { news = '', general = '' } = discord.channels
    discord.setPermissions(news, PermissionFlagsBits.SendMessages | PermissionFlagsBits.ReadMessageHistory)
    const { guildId } = discord
    const elsewhere = '700000000000000001'
    const found = await examine({
      places: [
        { guildId, channelId: news },
        { guildId, channelId: general },
        { guildId, channelId: '700000000000000009' },
        { guildId: elsewhere, channelId: '700000000000000008' },
      ],
    })
    discord.setPermissions(news, 0n)
    expect(found.channels).toBe('FAIL 4 that are posted to, 3 with a problem')
    expect(found[`channel ${news} of server ${guildId}`]).toMatch(
      /lacks EmbedLinks, ReadMessageHistory, SendMessages in #news; grant it/,
    )
    expect(found[`channel 700000000000000009 of server ${guildId}`]).toMatch(/it is gone/)
    expect(found[`channel 700000000000000008 of server ${elsewhere}`]).toMatch(/not in this server/)
  })

  it('never says a token', async () => {
    const found = JSON.stringify([await examine(), await examine({ token: 'my-secret' })])
    expect(found).not.toContain(discord.token)
    expect(found).not.toContain('my-secret')
  })
})

describe('the doctor on this computer', () => {
  let folder: string
  let database: OpenDatabase
  let stores: Stores

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-doctor-'))
    database = await openDatabase({ file: join(folder, 'x.db') })
    stores = createStores(database.db)
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('reads the database through, and looks at its disk', async () => {
    const location = { file: join(folder, 'x.db') }
    expect(await checkDatabase(location, 3)).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/x\.db, 3 articles, schema \d+-/),
    })
    expect(await checkDatabase(await emptyDatabase('postgres'), 0)).toMatchObject({ ok: true })
    expect((await checkDisk(location)).detail).toMatch(/ GB free at /)
    const missing = { file: join(folder, 'none', 'y.db') }
    expect(await checkDatabase(missing, 0)).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/not there yet/),
    })
    expect((await checkDisk(missing)).detail).toMatch(/ GB free at /)
  })

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('notices a database that cannot be written', async () => {
    const file = join(folder, 'x.db')
    chmodSync(file, 0o400)
    expect(await checkDatabase({ file }, 0)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/cannot be written/),
    })
    chmodSync(file, 0o600)
  })

  it('tells a network that is down from a site that is', async () => {
    const now = Date.now()
    const config = { ...readConfig({}), database: { file: join(folder, 'x.db') } }
    const failing = async () => {
      const { json, failed } = await runDoctor(config, { stores }, expected, () => now)
      expect(json.ok).toBe(!failed)
      return json.checks.flatMap(({ name, ok }) => (ok ? [] : [name]))
    }
    expect(await failing()).toEqual([])
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: now }
    const ids = []
    for (const host of ['a', 'b']) {
      const url = `https://${host}.test/`
      ids.push((await stores.sources.add({ kind: 'feed', url, title: host, ...blank }, now)).id)
    }
    const problem = { key: 'source.timeout' as const, params: { host: 'a.test', seconds: 20 } }
    await stores.sources.markFailed(ids[0] ?? 0, problem, now, now)
    expect(await failing()).toEqual(['sources', 'https://a.test/'])
    await stores.sources.markFailed(ids[1] ?? 0, problem, now, now)
    expect(await failing()).toEqual(['network', 'sources', 'https://a.test/', 'https://b.test/'])
  })
})
