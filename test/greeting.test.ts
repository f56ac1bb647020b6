import { PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../src/preview/local-discord.js'
import { startTestBot, type TestBot } from './support/bot.js'
import { expectNoViolations, openDiscord } from './support/discord.js'

describe('the greeting', () => {
  let discord: LocalDiscord
  let bot: TestBot | undefined

  beforeEach(async () => {
    discord = await openDiscord()
  })
  afterEach(async () => {
    expectNoViolations(discord)
    await bot?.stop()
    await discord.close()
  })

  const start = async () => {
    bot = await startTestBot({ discord, greets: true })
    return bot
  }
  /** Stopping waits for greetings that are on their way. */
  const restarted = async (running: TestBot) => {
    await running.restart()
    return running
  }
  const greetings = (channel: string) =>
    discord.messages(discord.channels[channel] ?? '').flatMap(({ embeds }) => embeds[0]?.title ?? [])

  it('is said once in a server, however often the bot starts', async () => {
    const running = await restarted(await start())
    await restarted(running)
    expect(greetings('general')).toEqual(['Hello, I am Courant'])
  })

  it('leads moderators to the setup, each in private, and refuses members', async () => {
    await restarted(await start())
    const [greeting] = discord.messages(discord.channels.general ?? '')
    if (!greeting) throw new Error('no greeting')
    const setup = await discord.as('moderator').press(greeting, 'Set up')
    expect(setup.ephemeral).toBe(true)
    expect(JSON.stringify(setup.message?.embeds)).toContain('Set up Courant')
    const refused = await discord.as('member').press(greeting, 'Set up')
    expect(refused.ephemeral).toBe(true)
    expect(JSON.stringify(refused.message?.embeds)).toContain('Only people with the permission')
    expect(discord.messages(discord.channels.general ?? '')).toHaveLength(1)
  })

  it('comes where everyone reads and the bot may post, when it may not where new members are named', async () => {
    discord.setPermissions(discord.channels.general ?? '', PermissionFlagsBits.SendMessages)
    await restarted(await start())
    expect(greetings('general')).toEqual([])
    expect(greetings('news')).toHaveLength(1)
    expect(greetings('moderators')).toEqual([])
  })

  it('is not tried again when Discord does not take it', async () => {
    discord.fault({
      method: 'POST',
      path: /\/channels\/\d+\/messages$/,
      when: 'before',
      response: { status: 403, body: { code: 50013, message: 'Missing Permissions' } },
    })
    const running = await restarted(await start())
    discord.clearFaults()
    await restarted(running)
    expect(greetings('general')).toEqual([])
  })

  it('greets a server that the bot joins while it runs, but none that has been set up', async () => {
    const running = await start()
    const { stores } = running.services
    await stores.topics.add({
      guild_id: discord.secondGuildId,
      name: 'Boats',
      query: 'ferry',
      created_by: 'theo',
      created_at: running.clock.now,
    })
    discord.moveBot(discord.secondGuildId, true)
    await restarted(running)
    expect(greetings('大厅')).toEqual([])
    expect(greetings('general')).toHaveLength(1)
  })
})
