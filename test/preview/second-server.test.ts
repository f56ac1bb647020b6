import { type Client, Events, GatewayIntentBits } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { connectClient, expectNoViolations, nextEvent, openDiscord } from '../support/discord.js'

let discord: LocalDiscord
let client: Client<true>

beforeEach(async () => {
  discord = await openDiscord()
  client = await connectClient(discord, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  })
  await client.application.commands.set([{ name: 'where', description: 'Where this is' }])
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand())
      void interaction.reply([interaction.guildId, interaction.locale, interaction.guildLocale].join(' '))
  })
})

afterEach(async () => {
  expectNoViolations(discord)
  await client.destroy()
  await discord.close()
})

async function join() {
  const joined = nextEvent(client, Events.GuildCreate)
  discord.moveBot(discord.secondGuildId, true)
  const [guild] = await joined
  return guild
}

describe('the second server', () => {
  it('is unknown to the bot until somebody adds it', async () => {
    expect([...client.guilds.cache.keys()]).toEqual([discord.guildId])
    await expect(client.guilds.fetch(discord.secondGuildId)).rejects.toThrow('Unknown Guild')
    await expect(client.channels.fetch(discord.channels.大厅 ?? '')).rejects.toThrow('Missing Access')
  })

  it('tells its language, its channels and since when the bot is there', async () => {
    const before = Date.now()
    const guild = await join()
    expect([guild.name, guild.preferredLocale, guild.systemChannel?.name]).toEqual([
      '港湾社区',
      'zh-CN',
      '大厅',
    ])
    expect(guild.joinedTimestamp).toBeGreaterThanOrEqual(before - 1000)
    expect(guild.channels.cache.map(({ name }) => name)).toEqual(['大厅', '新闻', '版主室'])
    await guild.systemChannel?.send('你好')
    expect(discord.messages(discord.channels.大厅 ?? '').map(({ content }) => content)).toEqual(['你好'])
  })

  it('has commands only while the bot is in it', async () => {
    const person = discord.as('member', { home: discord.channels.大厅 ?? '', locale: 'de' })
    await expect(person.command('where')).rejects.toThrow('no such command')
    await join()
    const { message } = await person.command('where')
    expect(message?.content).toBe(`${discord.secondGuildId} de zh-CN`)
    const home = await discord.as('member').command('where')
    expect(home.message?.content).toBe(`${discord.guildId} en-US en-US`)
    const left = nextEvent(client, Events.GuildDelete)
    discord.moveBot(discord.secondGuildId, false)
    expect((await left)[0].id).toBe(discord.secondGuildId)
    await expect(person.command('where')).rejects.toThrow()
  })

  it('is closed to the bot after it was removed', async () => {
    const guild = await join()
    const hall = guild.systemChannel
    const left = nextEvent(client, Events.GuildDelete)
    discord.moveBot(discord.secondGuildId, false)
    await left
    await expect(hall?.send('still here?')).rejects.toThrow('Missing Access')
  })

  it('is there at the next login when the bot is in it', async () => {
    await join()
    const again = await connectClient(discord)
    expect(again.guilds.cache.size).toBe(2)
    await again.destroy()
  })

  it('says nothing of itself to a bot that is not in it', async () => {
    const seen: string[] = []
    client.on(Events.MessageCreate, ({ content, channelId }) => seen.push(`${channelId} ${content}`))
    discord.as('member').say(discord.channels.大厅 ?? '', '有人吗')
    discord.as('member').say(discord.channels.general ?? '', 'anyone')
    await expect.poll(() => seen.length).toBe(1)
    expect(seen[0]).toContain(discord.channels.general)
  })
})
