import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import type { LocalDiscord } from '../src/preview/local-discord.js'
import { runBot } from '../src/run-bot.js'
import { emptyDatabase } from './support/database.js'
import { openDiscord } from './support/discord.js'

describe('a bot that cannot start', () => {
  let discord: LocalDiscord
  let folder: string
  beforeAll(async () => {
    discord = await openDiscord()
    folder = mkdtempSync(join(tmpdir(), 'courant-start-'))
    writeFileSync(join(folder, 'words.db'), 'Just some words, more than a few of them. '.repeat(100))
  })
  afterAll(async () => {
    await discord.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (env: Record<string, string> = {}) => {
    const here = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl }
    const config = readConfig({ ...here, DATABASE_FILE: join(folder, 'bot.db'), ...env })
    return await runBot({ ...config, token: config.token ?? '' }, silentLog, {
      schedule: false,
      greets: false,
    })
  }

  it.each([
    [
      'a token that Discord refuses',
      { DISCORD_TOKEN: 'wrong' },
      /^discord: Discord refused the token.*DISCORD_TOKEN\.$/,
    ],
    [
      'a Discord that is not there',
      { DISCORD_API_URL: 'http://127.0.0.1:9/api' },
      /^discord: it cannot be reached/,
    ],
    [
      'a PostgreSQL that is not there',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' },
      /^database: PostgreSQL does not/,
    ],
    [
      'a file that is no database',
      { DATABASE_FILE: 'words.db' },
      /^database: .*words\.db: it is not a database/,
    ],
    ['a folder that cannot be made', { DATABASE_FILE: '/dev/null/x.db' }, /^database: .* cannot be opened/],
  ])('says in one line what to do about %s', async (_, env: Record<string, string>, message) => {
    const file = env.DATABASE_FILE === 'words.db' ? { DATABASE_FILE: join(folder, 'words.db') } : {}
    await expect(start({ ...env, ...file })).rejects.toThrow(message)
  })

  it('is the second on one file, also under another name, until the first has stopped', async () => {
    const first = await start()
    symlinkSync(join(folder, 'bot.db'), join(folder, 'link.db'))
    await expect(start({ DATABASE_FILE: join(folder, 'link.db') })).rejects.toThrow(
      /^database: another bot is running on .*DATABASE_FILE\.$/,
    )
    await first.stop()
    await (await start()).stop()
  })

  it('is the second on one PostgreSQL database', async () => {
    const location = await emptyDatabase('postgres')
    const DATABASE_URL = 'url' in location ? location.url : ''
    const first = await start({ DATABASE_URL })
    await expect(start({ DATABASE_URL })).rejects.toThrow(
      /^database: another bot is running on this PostgreSQL database/,
    )
    await first.stop()
  })
})
