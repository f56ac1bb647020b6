import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commandsWith } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { channelOption, textOption } from '../../src/core/options.js'
import { type Bot, createBot } from '../../src/discord/bot.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { noon } from '../support/articles.js'
import { expectNoViolations, openDiscord } from '../support/discord.js'

/** What commands of this test are given: gates that they wait at, and a log of faults. */
interface Deps {
  gate: Promise<void>
}

const { command, component } = commandsWith<Deps>()
const countButton = customId('count', { n: z.coerce.number().int() })

const echo = command({
  name: 'echo',
  description: 'Says it back',
  options: {
    text: textOption(6000).describe('What'),
    times: z.int().min(1).max(3).describe('How often').optional(),
    loud: z.boolean().describe('In capitals').optional(),
    where: channelOption().describe('Where').optional(),
  },
  run: ({ text, times = 1, loud, where }) => ({
    content: `${(loud ? text.toUpperCase() : text).repeat(times)}${where ? ` <#${where}>` : ''}`,
  }),
})

const wait = command({
  name: 'wait',
  description: 'Answers when the gate opens',
  options: {},
  async run(_, __, { gate }) {
    await gate
    return { content: 'done' }
  },
})

const work = command({
  name: 'work',
  description: 'Shows progress',
  slow: true,
  options: { fail: z.boolean().describe('Ends badly').optional() },
  async run({ fail }, actor) {
    await actor.progress('half way')
    if (fail) throw new UserError('topic.none')
    return { content: 'all the way' }
  },
})

const count = command({
  name: 'count',
  description: 'Counts up',
  options: {},
  run: () => ({ content: '0', rows: [[{ label: 'Up', id: countButton.encode({ n: 1 }) }]] }),
  components: [
    component({
      id: countButton,
      run({ n }) {
        if (n === 2) throw new UserError('topic.none')
        if (n > 2) throw new Error('secret detail')
        return { content: String(n), rows: [[{ label: 'Up', id: countButton.encode({ n: n + 1 }) }]] }
      },
    }),
  ],
})

const crash = command({
  name: 'crash',
  description: 'Has a fault',
  options: {},
  run() {
    throw new Error('secret detail')
  },
})

describe('dispatch', () => {
  let discord: LocalDiscord
  let bot: Bot
  const faults: Record<string, unknown>[] = []
  const deps = { gate: Promise.resolve() }

  beforeAll(async () => {
    discord = await openDiscord()
    bot = createBot<Deps>({
      token: discord.token,
      apiUrl: discord.apiUrl,
      commands: [echo, wait, work, count, crash],
      deps: () => deps,
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (details) => faults.push(details as Record<string, unknown>),
      },
      now: () => noon,
      onFatal: (reason) => {
        throw new Error(reason)
      },
    })
    await bot.start()
  })
  afterAll(async () => {
    await bot.stop()
    await discord.close()
  })

  const member = () => discord.as('member')

  it('hands options to the command as their schema says, and answers privately', async () => {
    const { news = '' } = discord.channels
    const outcome = await member().command('echo', { text: 'ab', times: 2, loud: true, where: news })
    expect(outcome.message?.content).toBe(`ABAB <#${news}>`)
    expect(outcome.ephemeral).toBe(true)
    expect(outcome.deferred).toBe(false)
    expectNoViolations(discord)
  })

  it('fits any length into the message', async () => {
    const outcome = await member().command('echo', { text: '👍'.repeat(3000), times: 3 })
    expect(outcome.message?.content.length).toBeLessThanOrEqual(2000)
  })

  it('acknowledges in time what turns out to be slow, and edits the answer in', async () => {
    let open = () => {}
    deps.gate = new Promise((resolve) => {
      open = resolve
    })
    const answered = member().command('wait')
    // The gate opens only after the acknowledgement is there.
    await expect.poll(() => discord.requests.at(-1)?.body, { timeout: 5000 }).toMatchObject({ type: 5 })
    open()
    const outcome = await answered
    expect(outcome.message?.content).toBe('done')
    expect(outcome.ephemeral).toBe(true)
  })

  it('shows progress of long work and replaces it by the answer', async () => {
    const seen: string[] = []
    const outcome = await member().command(
      'work',
      {},
      {
        until(message) {
          seen.push(message.content)
          return message.content === 'all the way'
        },
      },
    )
    expect(outcome.deferred).toBe(true)
    expect(outcome.message?.content).toBe('all the way')
    expect(seen).toContain('half way')
  })

  it('replaces progress by the error when long work fails', async () => {
    const outcome = await member().command(
      'work',
      { fail: true },
      { until: (message) => message.embeds.length > 0 },
    )
    expect(outcome.message?.content).toBe('')
    expect(outcome.message?.embeds[0]?.description).toContain('/topic create')
  })

  it('updates the message a button is on, and keeps it when the press fails', async () => {
    const { message } = await member().command('count')
    if (!message) throw new Error('no answer')
    await member().press(message, 'Up')
    expect(discord.requests.at(-1)?.body).toMatchObject({ type: 7 })
    const failed = await member().press(message, 'Up')
    expect(failed.message?.id).not.toBe(message.id)
    expect(failed.message?.embeds[0]?.description).toContain('/topic create')
    expect(failed.ephemeral).toBe(true)
  })

  it('gives a fault a reference, logs it under the same, and tells nothing of the error', async () => {
    faults.length = 0
    const outcome = await member().command('crash')
    const text = outcome.message?.embeds[0]?.description ?? ''
    expect(text).not.toContain('secret')
    const [reference] = /\d{17,}/.exec(text) ?? []
    expect(faults).toMatchObject([{ reference }])
  })

  it('says so when Discord refuses the answer', async () => {
    const body = { code: 50035, message: 'Invalid Form Body' }
    discord.fault({
      method: 'POST',
      path: /callback$/,
      when: 'before',
      response: { status: 400, body },
      times: 1,
    })
    const outcome = await member().command('echo', { text: 'refused' })
    expect(outcome.failed).toBeUndefined()
    expect(outcome.message?.embeds[0]?.description).toMatch(/reference: \d{17,}/)
  })

  it('answers the button of an older version', async () => {
    const { message } = await member().command('count')
    if (!message) throw new Error('no answer')
    const [row] = message.components ?? []
    if (row?.type === 1 && row.components[0]?.type === 2 && 'custom_id' in row.components[0])
      row.components[0].custom_id = 'gone:1'
    const outcome = await member().press(message, 'gone:1')
    expect(outcome.message?.embeds[0]?.description).toContain('older version')
  })
})
