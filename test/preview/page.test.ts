import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ActionRowBuilder,
  type Client,
  Events,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import type { PreviewEvent, Snapshot } from '../../src/preview/protocol.js'
import { connectClient, openDiscord } from '../support/discord.js'

let discord: LocalDiscord
let client: Client<true>

beforeAll(async () => {
  const webRoot = mkdtempSync(join(tmpdir(), 'web-'))
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html>')
  symlinkSync('/etc/hostname', join(webRoot, 'leak.json'))
  discord = await openDiscord({ webRoot })
  client = await connectClient(discord)
  await client.application.commands.set([
    { name: 'ping', description: 'Answers' },
    { name: 'audit', description: 'Moderators', defaultMemberPermissions: PermissionFlagsBits.ManageGuild },
  ])
})

afterEach(() => {
  client.removeAllListeners(Events.InteractionCreate)
})

afterAll(async () => {
  await client.destroy()
  await discord.close()
})

/** A viewer of the page, with everything it was told. */
async function view(as: string) {
  const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/preview/events?as=${as}`)
  const events: PreviewEvent[] = []
  socket.on('message', (raw) => events.push(JSON.parse(raw.toString()) as PreviewEvent))
  await expect.poll(() => events.length).toBeGreaterThan(0)
  const snapshot = events.shift() as Snapshot
  return { snapshot, events, close: () => socket.terminate() }
}

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${discord.url}/preview/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** The status of a request whose headers a browser would not let a page choose. */
function statusOf(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${discord.url}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

/** The first line that the server answers to an upgrade with these headers. */
function upgradeAnswer(path: string, headers: string[]): Promise<string> {
  const { port } = new URL(discord.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    const handshake = [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ]
    socket.write(`${[`GET ${path} HTTP/1.1`, ...headers, ...handshake].join('\r\n')}\r\n\r\n`)
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

const command = (name: string, as = 'member') => ({
  as,
  channelId: discord.channels.general,
  action: { kind: 'command', name, options: [] },
})

describe('the page', () => {
  it('starts with what its persona may see', async () => {
    const member = await view('member')
    const moderator = await view('moderator')
    const names = ({ snapshot }: { snapshot: Snapshot }) =>
      snapshot.channels.filter(({ guildId }) => guildId === discord.guildId).map(({ name }) => name)
    const commands = ({ snapshot }: { snapshot: Snapshot }) =>
      snapshot.guilds.map((guild) => guild.commands.map(({ name }) => name))
    expect(names(member)).toEqual(['general', 'news', 'tech', 'announcements', 'reading-circle'])
    expect(names(moderator)).toContain('moderators')
    expect(commands(member)).toEqual([['ping'], []])
    expect(commands(moderator)).toEqual([['ping', 'audit'], []])
    expect(member.snapshot.bot.online).toBe(true)
    member.close()
    moderator.close()
  })

  it('shows answers to everybody, and private ones to one person', async () => {
    const [member, moderator] = [await view('member'), await view('moderator')]
    let turn = 0
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) {
        const privately = turn === 1 ? { flags: MessageFlags.Ephemeral as const } : {}
        void interaction.reply({ content: `turn ${turn++}`, ...privately })
      }
    })
    const contents = (events: PreviewEvent[]) =>
      events.flatMap((it) => (it.type === 'message' ? [it.message.content] : []))
    const first = await post('interactions', command('ping'))
    expect(await first.json()).toMatchObject({ id: expect.stringMatching(/^\d+$/) })
    await expect.poll(() => contents(moderator.events)).toEqual(['turn 0'])
    await post('interactions', command('ping'))
    await expect.poll(() => contents(member.events)).toEqual(['turn 0', 'turn 1'])
    expect(contents(moderator.events)).toEqual(['turn 0'])
    member.close()
    moderator.close()
  })

  it('opens forms for the person who asked, and sends them back', async () => {
    const [member, moderator] = [await view('member'), await view('moderator')]
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) void interaction.showModal(form)
      if (interaction.isModalSubmit()) void interaction.reply(interaction.fields.getTextInputValue('title'))
    })
    await post('interactions', command('ping'))
    await expect.poll(() => member.events.map(({ type }) => type)).toEqual(['modal'])
    await post('interactions', {
      ...command(''),
      action: { kind: 'modal', customId: 'form', fields: { title: 'typed' } },
    })
    await expect
      .poll(() => member.events[1])
      .toMatchObject({ type: 'message', message: { content: 'typed' } })
    expect(moderator.events.map(({ type }) => type)).toEqual(['message'])
    member.close()
    moderator.close()
  })

  it('lets a person write', async () => {
    const moderator = await view('moderator')
    await post('messages', { as: 'member', channelId: discord.channels.news, content: 'hello' })
    await expect
      .poll(() => moderator.events[0])
      .toMatchObject({ type: 'message', message: { content: 'hello', author: { username: 'mia' } } })
    moderator.close()
  })

  it('draws everything anew when a channel disappears', async () => {
    const member = await view('member')
    discord.deleteChannel(discord.channels.tech ?? '')
    await expect.poll(() => member.events[0]?.type).toBe('snapshot')
    member.close()
  })

  it.each([
    ['malformed JSON', '{'],
    ['a body of another shape', { as: 'admin' }],
    ['a command that this person may not use', () => command('audit')],
    [
      'a channel that this person does not see',
      () => ({ ...command('ping'), channelId: discord.channels.moderators }),
    ],
    [
      'a form that is not open',
      () => ({ ...command(''), action: { kind: 'modal', customId: 'none', fields: {} } }),
    ],
  ])('is told what is wrong with %s', async (_, body) => {
    const response = await post('interactions', typeof body === 'function' ? body() : body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.any(String) })
  })

  it('may not send more than a person would', async () => {
    expect((await post('messages', { content: 'x'.repeat(100_000) })).status).toBe(413)
  })
})

const form = new ModalBuilder()
  .setCustomId('form')
  .setTitle('Rename')
  .addComponents(
    new ActionRowBuilder<TextInputBuilder>().addComponents(
      new TextInputBuilder().setCustomId('title').setLabel('Title').setStyle(TextInputStyle.Short),
    ),
  )

describe('files', () => {
  it('are served from the page folder and from the listed packages', async () => {
    const page = await fetch(`${discord.url}/`)
    expect(page.headers.get('Content-Type')).toMatch('text/html')
    expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect((await fetch(`${discord.url}/preview/vendor/lit/index.js`)).status).toBe(200)
  })

  it.each([
    '/preview/../package.json',
    '/preview/%2e%2e/package.json',
    '/preview/..%2f..%2fpackage.json',
    '/preview/vendor/lit/../zod/package.json',
    '/preview/vendor/lit/%2e%2e%2fzod/package.json',
    '/preview/vendor/zod/package.json',
    '/preview/leak.json',
    '/preview/%00index.html',
    '/preview/%ff',
  ])('outside are not reachable: %s', async (path) => {
    expect(await statusOf(path, {})).toBeGreaterThanOrEqual(400)
  })
})

describe('other websites', () => {
  it.each([
    ['a foreign Host', { Host: 'evil.example' }],
    ['a foreign Host that looks local', { Host: '127.0.0.1.evil.example' }],
    ['a foreign Origin', { Origin: 'https://evil.example' }],
    ['an opaque Origin', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ])('are kept out: %s', async (_, headers) => {
    expect(await statusOf('/preview/', headers)).toBe(403)
    expect(await statusOf('/preview/interactions', headers, 'POST')).toBe(403)
    expect(await statusOf('/api/v10/gateway', headers)).toBe(403)
  })

  it('cannot open the event stream or the gateway', async () => {
    const { host } = new URL(discord.url)
    for (const path of ['/preview/events?as=member', '/gateway/?v=10']) {
      expect(await upgradeAnswer(path, ['Host: evil.example'])).toMatch('403')
      expect(await upgradeAnswer(path, [`Host: ${host}`, 'Origin: https://evil.example'])).toMatch('403')
      expect(await upgradeAnswer(path, [`Host: ${host}`, `Origin: ${discord.url}`])).toMatch('101')
    }
  })

  it.each(['//', '/%', '/nowhere', '*'])('cannot end the program by an upgrade to %s', async (path) => {
    const { host, port } = new URL(discord.url)
    expect(await upgradeAnswer(path, [`Host: ${host}`])).toMatch(/HTTP\/1\.1 40[03]/)
    for (let i = 0; i < 50; i++) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
        () => socket.resetAndDestroy(),
      )
    }
    expect(await statusOf('/preview/', { Host: host })).toBe(200)
  })

  it('under the names of this machine the page works', async () => {
    const { port } = new URL(discord.url)
    expect(
      await statusOf('/preview/', { Host: `localhost:${port}`, Origin: `http://localhost:${port}` }),
    ).toBe(200)
  })
})
