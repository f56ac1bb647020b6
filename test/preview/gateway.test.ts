import { Client, Events, GatewayIntentBits, PermissionFlagsBits } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { connectClient, nextEvent, openDiscord } from '../support/discord.js'

let discord: LocalDiscord

beforeAll(async () => {
  discord = await openDiscord()
})

afterAll(() => discord.close())

interface Frame {
  op: number
  d: unknown
  s: number | null
  t: string | null
}

/** A bare gateway connection that has said hello. */
async function dial() {
  const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/gateway?v=10&encoding=json`)
  const frames: Frame[] = []
  socket.on('message', (raw) => frames.push(JSON.parse(raw.toString()) as Frame))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await expect.poll(() => frames[0]?.op).toBe(10)
  return { socket, frames, closed, send: (payload: unknown) => socket.send(JSON.stringify(payload)) }
}

/** The session that READY, the frame after HELLO, names. */
function sessionOf(frames: Frame[]): unknown {
  return (frames[1]?.d as { session_id: string } | undefined)?.session_id
}

const identify = (over: object = {}) => ({
  op: 2,
  d: { token: discord.token, intents: 1, properties: {}, ...over },
})

describe('the gateway', () => {
  it.each([
    ['a wrong token', () => identify({ token: 'nope' }), 4004],
    ['intents that do not exist', () => identify({ intents: 1 << 30 }), 4013],
    [
      'privileged intents, which nobody switched on',
      () => identify({ intents: GatewayIntentBits.MessageContent }),
      4014,
    ],
    ['events before identifying', () => ({ op: 3, d: {} }), 4003],
    ['a payload over 4096 bytes', () => identify({ token: 'x'.repeat(5000) }), 4002],
  ])('closes on %s', async (_, payload, code) => {
    const { send, closed } = await dial()
    send(payload())
    expect(await closed).toBe(code)
  })

  it('closes on what is not JSON', async () => {
    const { socket, closed } = await dial()
    socket.send('{')
    expect(await closed).toBe(4002)
  })

  it('answers heartbeats, introduces the server and numbers its events', async () => {
    const { send, frames, socket } = await dial()
    send({ op: 1, d: null })
    await expect.poll(() => frames[1]?.op).toBe(11)
    send(identify())
    await expect
      .poll(() => frames.slice(2).map(({ t, s }) => `${s} ${t}`))
      .toEqual(['1 READY', '2 GUILD_CREATE'])
    expect(frames[3]?.d).toMatchObject({ id: discord.guildId, member_count: 4, threads: [] })
    socket.close(1000)
  })

  it('replays what a cut connection missed, then says RESUMED', async () => {
    const first = await dial()
    first.send(identify({ intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages }))
    await expect.poll(() => first.frames).toHaveLength(3)
    const session_id = sessionOf(first.frames)
    first.socket.terminate()
    discord.as('member').say(discord.channels.general ?? '', 'meanwhile')
    const second = await dial()
    second.send({ op: 6, d: { token: discord.token, session_id, seq: 2 } })
    await expect
      .poll(() => second.frames.slice(1).map(({ t, s }) => `${s} ${t}`))
      .toEqual(['3 MESSAGE_CREATE', '4 RESUMED'])
    second.socket.close(1000)
  })

  it('invalidates a session that the bot ended itself, or that never was', async () => {
    const first = await dial()
    first.send(identify())
    await expect.poll(() => first.frames).toHaveLength(3)
    const session_id = sessionOf(first.frames)
    first.socket.close(1000)
    await first.closed
    for (const id of [session_id, 'never']) {
      const again = await dial()
      again.send({ op: 6, d: { token: discord.token, session_id: id, seq: 0 } })
      await expect.poll(() => again.frames[1]).toMatchObject({ op: 9, d: false })
      again.socket.terminate()
    }
  })
})

describe('discord.js', () => {
  it('resumes by itself after a cut and misses nothing', async () => {
    const client = await connectClient(discord)
    const resumed = nextEvent(client, Events.ShardResume)
    const heard = nextEvent(client, Events.MessageCreate)
    discord.cutGateway()
    discord.as('member').say(discord.channels.general ?? '', 'in the gap')
    expect((await heard)[0].author.username).toBe('mia')
    await resumed
    await client.destroy()
  })

  it('refuses to log in with a wrong token', async () => {
    const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiUrl } })
    await expect(client.login('wrong')).rejects.toThrow(/token/i)
    await client.destroy()
  })

  it('sees the permissions of members and bot as Discord computes them', async () => {
    const client = await connectClient(discord)
    const channel = client.channels.cache.get(discord.channels.moderators ?? '')
    if (!channel?.isTextBased() || channel.isDMBased()) throw new Error('no channel')
    const sees = (id: string) => channel.permissionsFor(id)?.has(PermissionFlagsBits.ViewChannel)
    expect([sees(discord.botId), sees(discord.as('moderator').id), sees(discord.as('member').id)]).toEqual([
      true,
      true,
      false,
    ])
    await client.destroy()
  })
})
