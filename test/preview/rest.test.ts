import { Events } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { connectClient, openDiscord } from '../support/discord.js'

let discord: LocalDiscord
let clock = Date.UTC(2026, 0, 1)

beforeAll(async () => {
  discord = await openDiscord({ rateLimits: true, now: () => clock })
})

afterAll(() => discord.close())

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: {
      Authorization: `Bot ${discord.token}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  }
}

/** Posts where the rate limit does not matter: every call is six seconds later. */
async function post(body: unknown) {
  clock += 6_000
  return call('POST', `/channels/${discord.channels.general}/messages`, body)
}

describe('the REST API', () => {
  it('refuses a wrong token with 401', async () => {
    expect(await call('GET', '/users/@me', undefined, { Authorization: 'Bot nope' })).toMatchObject({
      status: 401,
      body: { code: 0, message: '401: Unauthorized' },
    })
  })

  it('answers 404 on unknown routes and takes note of them', async () => {
    expect(await call('GET', '/nonsense')).toMatchObject({
      status: 404,
      body: { code: 0, message: '404: Not Found' },
    })
    expect(discord.violations.some((line) => line.includes('GET /nonsense'))).toBe(true)
  })

  it('answers 400 to malformed JSON', async () => {
    expect(await post('{')).toMatchObject({ status: 400, body: { code: 50109 } })
  })

  it('refuses 50 MB without reading them', async () => {
    const started = performance.now()
    const response = await fetch(`${discord.apiUrl}/v10/channels/${discord.channels.general}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bot ${discord.token}`, 'Content-Type': 'application/json' },
      body: new Uint8Array(50 * 1024 * 1024),
    }).catch(() => ({ status: 413 }))
    expect(response.status).toBe(413)
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(await call('GET', '/users/@me')).toMatchObject({ status: 200 })
  })

  const long = 'x'.repeat(2001)
  const embeds = Array.from({ length: 2 }, () => ({ description: 'x'.repeat(3001) }))
  const buttons = (...ids: string[]) => [
    { type: 1, components: ids.map((custom_id) => ({ type: 2, style: 1, label: 'x', custom_id })) },
  ]
  it.each([
    ['text over 2000', { content: long }, ['content', 'BASE_TYPE_MAX_LENGTH']],
    ['embeds over 6000 in total', { embeds }, ['embeds', 'MAX_EMBED_SIZE_EXCEEDED']],
    [
      'eleven embeds',
      { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) },
      ['embeds', 'BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'an embed field without value',
      { embeds: [{ fields: [{ name: 'x', value: ' ' }] }] },
      ['embeds', '0', 'fields', '0', 'value', 'BASE_TYPE_MIN_LENGTH'],
    ],
    [
      'a script as link',
      { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] },
      ['embeds', '0', 'url', 'URL_TYPE_INVALID_SCHEME'],
    ],
    [
      'six buttons in a row',
      { components: buttons('1', '2', '3', '4', '5', '6') },
      ['components', '0', 'components', 'BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'the same custom id twice',
      { components: buttons('1', '1') },
      ['components', 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    ],
    [
      'six rows',
      { components: [1, 2, 3, 4, 5, 6].flatMap((i) => buttons(String(i))) },
      ['components', 'BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'contradicting mentions',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      ['allowed_mentions', 'users', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'],
    ],
    [
      'a reply to nothing',
      { content: 'x', message_reference: { message_id: '1' } },
      ['message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE'],
    ],
  ])('refuses %s with 50035, naming the field', async (_, body, path) => {
    const { status, body: answer } = await post(body)
    expect(status).toBe(400)
    expect(answer).toMatchObject({ code: 50035, message: 'Invalid Form Body' })
    const code = path.at(-1)
    const node = path
      .slice(0, -1)
      .reduce<unknown>(
        (it, key) => (it as Record<string, unknown>)[key],
        (answer as { errors: unknown }).errors,
      )
    expect((node as { _errors: { code: string }[] })._errors.map((it) => it.code)).toContain(code)
  })

  it('refuses an empty message with 50006', async () => {
    expect(await post({ content: '  ' })).toMatchObject({ status: 400, body: { code: 50006 } })
  })

  it('remembers a nonce for a few minutes, not for ever', async () => {
    const body = { content: 'x', nonce: 'n1', enforce_nonce: true }
    const first = await post(body)
    const soon = await post(body)
    clock += 10 * 60_000
    const late = await post(body)
    const ids = [first, soon, late].map((it) => (it.body as { id: string }).id)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })

  it('allows five posts in five seconds per channel, then answers 429 until the window ends', async () => {
    const path = `/channels/${discord.channels.news}/messages`
    const answers = []
    for (let i = 0; i < 6; i++) answers.push(await call('POST', path, { content: String(i) }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('X-RateLimit-Remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
    ])
    expect(answers[5]?.body).toMatchObject({ retry_after: 5, global: false })
    expect(answers[5]?.headers.get('Retry-After')).toBe('5')
    expect(answers[5]?.headers.get('X-RateLimit-Scope')).toBe('user')
    expect((await call('POST', `/channels/${discord.channels.tech}/messages`, { content: 'x' })).status).toBe(
      200,
    )
    clock += 5_000
    expect((await call('POST', path, { content: 'x' })).status).toBe(200)
  })

  it('allows fifty requests per second, then answers 429 to all but those about interactions', async () => {
    clock += 5_000
    const answers = await Promise.all(Array.from({ length: 51 }, () => call('GET', '/users/@me')))
    const refused = answers.find(({ status }) => status === 429)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50)
    expect(refused?.body).toMatchObject({ retry_after: 1, global: true })
    expect(refused?.headers.get('X-RateLimit-Global')).toBe('true')
    expect(refused?.headers.get('X-RateLimit-Scope')).toBe('global')
    expect(refused?.headers.get('Retry-After')).toBe('1')
    const callback = await call('POST', '/interactions/1/interaction-unknown/callback', { type: 1 })
    expect(callback.status).toBe(404)
    clock += 1_000
    expect((await call('GET', '/users/@me')).status).toBe(200)
  })
})

it('an interaction is refused with 10062 after three seconds, its token with 50027 after fifteen minutes', async () => {
  const client = await connectClient(discord)
  await client.application.commands.set([{ name: 'ping', description: 'Answers' }])
  let late: unknown
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return
    clock += interaction.channelId === discord.channels.news ? 3_001 : 0
    await interaction.reply('in time').catch((error: unknown) => {
      late = error
    })
  })
  await discord.as('member').command('ping')
  const token = discord.requests
    .findLast(({ path }) => path.endsWith('/callback'))
    ?.path.split('/')
    .at(-2)
  clock += 15 * 60_000 + 1
  const path = `/webhooks/${discord.applicationId}/${token}/messages/@original`
  expect(await call('PATCH', path, { content: 'too late' })).toMatchObject({
    status: 401,
    body: { code: 50027 },
  })
  expect(
    (await discord.as('member').command('ping', {}, { channel: discord.channels.news ?? '' })).failed,
  ).toMatch(/three seconds/)
  await expect.poll(() => late).toMatchObject({ code: 10062 })
  await client.destroy()
})

describe('command registration', () => {
  const scope = () => `/applications/${discord.applicationId}/commands`
  const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'x', ...more })

  it.each([
    ['capital letters', { name: 'Ping', description: 'x' }],
    ['spaces in a name', { name: 'a b', description: 'x' }],
    ['no description', { name: 'ping' }],
    [
      '26 options',
      { name: 'ping', description: 'x', options: Array.from({ length: 26 }, (_, i) => option(`o${i}`)) },
    ],
    [
      'a required option behind an optional one',
      { name: 'ping', description: 'x', options: [option('a'), option('b', { required: true })] },
    ],
    ['the same option twice', { name: 'ping', description: 'x', options: [option('a'), option('a')] }],
    [
      'choices beside autocomplete',
      {
        name: 'ping',
        description: 'x',
        options: [option('a', { autocomplete: true, choices: [{ name: 'x', value: 'x' }] })],
      },
    ],
    [
      'more than 8000 characters',
      {
        name: 'ping',
        description: 'x',
        options: Array.from({ length: 4 }, (_, i) =>
          option(`o${i}`, {
            choices: Array.from({ length: 25 }, (__, j) => ({ name: 'x'.repeat(80), value: `${j}` })),
          }),
        ),
      },
    ],
  ])('refuses %s', async (_, command) => {
    expect(await call('PUT', scope(), [command])).toMatchObject({ status: 400, body: { code: 50035 } })
  })

  it('refuses the 101st command with 30032', async () => {
    const commands = Array.from({ length: 101 }, (_, i) => ({ name: `c${i}`, description: 'x' }))
    expect(await call('PUT', scope(), commands)).toMatchObject({ status: 400, body: { code: 30032 } })
  })

  it('keeps the id of a command that is registered again, and hides localizations unless asked', async () => {
    const command = { name: 'ping', description: 'x', description_localizations: { de: 'y' } }
    const first = (await call('PUT', scope(), [command])).body as { id: string }[]
    const again = await call('POST', scope(), { ...command, description: 'z' })
    expect(again).toMatchObject({ status: 200, body: { id: first[0]?.id, description: 'z' } })
    expect(((await call('GET', scope())).body as object[])[0]).not.toHaveProperty('description_localizations')
    expect((await call('GET', `${scope()}?with_localizations=true`)).body).toMatchObject([
      { description_localizations: { de: 'y' } },
    ])
    expect((await call('DELETE', `${scope()}/${first[0]?.id}`)).status).toBe(204)
    expect(await call('GET', `${scope()}/${first[0]?.id}`)).toMatchObject({
      status: 404,
      body: { code: 10063 },
    })
  })
})
