import { PermissionFlagsBits } from 'discord.js'
import { Agent, setGlobalDispatcher } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commandsWith } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { noMetrics } from '../../src/core/metrics.js'
import { attachmentOption, channelOption, textField, textOption } from '../../src/core/options.js'
import { allShards } from '../../src/core/shards.js'
import { type Bot, createBot } from '../../src/discord/bot.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { noon } from '../support/articles.js'
import { expectNoViolations, openDiscord } from '../support/discord.js'

/** What commands of this test are given: gates that they wait at, and a log of faults. */
interface Deps {
  gate: Promise<void>
}

const { command, component, form } = commandsWith<Deps>()
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

const keep = command({
  name: 'keep',
  description: 'Stores something',
  options: {},
  run() {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  },
})

const read = command({
  name: 'read',
  description: 'Describes a file',
  options: {
    file: attachmentOption().describe('Which'),
    other: attachmentOption().describe('Another one').optional(),
  },
  async run({ file, other }) {
    const text = await (await fetch(file.url)).text()
    return { content: [file.name, file.size, file.contentType, text, other?.name].join('|') }
  },
})

const shareButton = customId('share', {})
const share = command({
  name: 'share',
  description: 'Gives files',
  options: { many: z.boolean().describe('A dozen').optional() },
  run: ({ many }) => ({
    content: 'Here.',
    files: many
      ? Array.from({ length: 12 }, (_, i) => ({ name: `${i}.txt`, data: String(i) }))
      : [{ name: 'städte.opml', data: '<opml>ü</opml>' }],
    rows: [[{ label: 'Next', id: shareButton.encode({}) }]],
  }),
  components: [
    component({
      id: shareButton,
      run: () => ({ content: 'Another.', files: [{ name: 'b.bin', data: new Uint8Array([0, 255]) }] }),
    }),
  ],
})

const replaceButton = customId('replace', { source: z.coerce.number().int() })
const replaceForm = customId('replaceWith', { source: z.coerce.number().int() })
const strayButton = customId('stray', { how: z.enum(['late', 'nowhere', 'refused', 'answered']) })
const retryButton = customId('retry', {})
const alert = command({
  name: 'alert',
  description: 'Offers to replace an address',
  options: {},
  run: () => ({
    content: 'Broken.',
    rows: [
      [
        { label: 'Replace', id: replaceButton.encode({ source: 7 }) },
        { label: 'Retry', id: retryButton.encode({}) },
        { label: 'Late', id: strayButton.encode({ how: 'late' }) },
        { label: 'Nowhere', id: strayButton.encode({ how: 'nowhere' }) },
        { label: 'Refused', id: strayButton.encode({ how: 'refused' }) },
      ],
    ],
  }),
  components: [
    component({
      id: replaceButton,
      answer: 'form',
      run: ({ source }) => ({
        form: { id: replaceForm.encode({ source }), values: { address: 'https://old.test/feed' } },
      }),
    }),
    component({
      id: retryButton,
      moderators: true,
      answer: 'reply',
      run: () => ({ content: 'Read again.' }),
    }),
    component({
      id: strayButton,
      answer: 'form',
      async run({ how }, actor) {
        if (how === 'late') await actor.progress('thinking')
        if (how === 'refused') throw new UserError('topic.none')
        return { form: { id: how === 'nowhere' ? 'gone:1' : replaceForm.encode({ source: 1 }) } }
      },
    }),
  ],
  forms: [
    form({
      id: replaceForm,
      moderators: true,
      title: 'help.title',
      fields: {
        address: textField('page.next', 40, 'https://…'),
        note: textField('page.previous', 10).optional(),
      },
      run({ source }, { address, note = 'no note' }) {
        if (address === 'bad') throw new UserError('topic.none')
        return { content: `${source} → ${address} (${note})` }
      },
    }),
  ],
})

const tellButton = customId('tell', { how: z.enum(['well', 'badly', 'slowly']) })
const tell = command({
  name: 'tell',
  description: 'Has something to share',
  options: {},
  run: () => ({
    content: 'For you.',
    rows: [
      (['well', 'badly', 'slowly'] as const).map((how) => ({ label: how, id: tellButton.encode({ how }) })),
    ],
  }),
  components: [
    component({
      id: tellButton,
      answer: 'share',
      async run({ how }, actor, { gate }) {
        await actor.progress('half told')
        if (how === 'badly') throw new UserError('topic.none')
        if (how === 'slowly') await gate
        return { content: `Told ${how}.` }
      },
    }),
  ],
})

const noteForm = customId('note', { message: z.string() })
const listen = command({
  name: 'listen',
  description: 'Has entries in the menu of messages, and answers what is said to it',
  options: {},
  run: () => ({ content: 'Listening.' }),
  messageActions: [
    { name: 'Repeat', run: ({ text, links }) => ({ content: [text, ...links].join('|') }) },
    {
      name: 'Take a note',
      answer: 'form',
      run: ({ id }) => ({ form: { id: noteForm.encode({ message: id }) } }),
    },
    {
      name: 'Fail',
      run() {
        throw new UserError('topic.none')
      },
    },
  ],
  forms: [
    form({
      id: noteForm,
      title: 'help.title',
      answer: 'reply',
      fields: { note: textField('page.next', 40) },
      run: ({ message }, { note }) => ({ content: `${message}: ${note}` }),
    }),
  ],
  async onAddressed({ text, repliedTo }, { userId, inThread }, { gate }) {
    if (text === 'thanks') return undefined
    if (text === 'fail') throw new UserError('topic.none')
    if (text === 'crash') throw new Error('secret detail')
    if (text === 'wait') await gate
    const content = `${userId}: ${text} (${repliedTo ?? 'no reply'}, ${inThread ? 'thread' : 'channel'})`
    return { content, sent: async (id) => void sentIds.push(id) }
  },
})
const sentIds: string[] = []

describe('dispatch', () => {
  let discord: LocalDiscord
  let bot: Bot
  const faults: Record<string, unknown>[] = []
  const answers: string[] = []
  const deps = { gate: Promise.resolve() }

  beforeAll(async () => {
    // As in the whole program, where the fetcher brings its own version of what discord.js sends with.
    setGlobalDispatcher(new Agent())
    discord = await openDiscord()
    bot = createBot<Deps>({
      token: discord.token,
      apiUrl: discord.apiUrl,
      commands: [echo, wait, work, count, crash, keep, read, share, alert, tell, listen],
      deps: () => deps,
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (details) => faults.push(details as Record<string, unknown>),
      },
      now: () => noon,
      metrics: {
        ...noMetrics,
        interactionAnswered: ({ kind, name }, outcome) => answers.push(`${kind} ${name} ${outcome}`),
      },
      shards: allShards,
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

  it('says in a sentence that nothing can be stored, and logs it', async () => {
    faults.length = 0
    const outcome = await member().command('keep')
    expect(outcome.message?.embeds[0]?.description).toMatch(
      /^The bot can store nothing at the moment: its disk is full\./,
    )
    expect(faults).toHaveLength(1)
  })

  it('measures each answer under names of its own', async () => {
    answers.length = 0
    await member().command('echo', { text: 'a' })
    await member().command('crash')
    const { message } = await member().command('count')
    if (!message) throw new Error('no answer')
    const { message: second } = await member().press(message, 'Up')
    if (second) await member().press(second, 'Up')
    await expect
      .poll(() => answers.slice(-5))
      .toEqual([
        'command echo done',
        'command crash fault',
        'command count done',
        'component count done',
        'component count refused',
      ])
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

  describe('what is shared', () => {
    const general = () => discord.messages(discord.channels.general ?? '')
    const told = async (label: string, who = member()) => {
      const { message } = await who.command('tell')
      if (!message) throw new Error('no answer')
      return await who.press(message, label, { until: () => true })
    }

    it('comes as a message that everyone sees, beside the private one', async () => {
      await told('well')
      await expect.poll(() => general().at(-1)?.content).toBe('Told well.')
      expect((general().at(-1)?.flags ?? 0) & 64).toBe(0)
    })

    it('leaves the private message as it is, also while it is made', async () => {
      const from = discord.requests.length
      await told('well')
      await expect.poll(() => general().at(-1)?.content).toBe('Told well.')
      expect(JSON.stringify(discord.requests.slice(from))).not.toContain('half told')
    })

    it('is not half there when it fails: the channel sees nothing, the person a private sentence', async () => {
      const before = general().length
      const outcome = await told('badly')
      expect(outcome.message?.embeds[0]?.description).toContain('/topic create')
      expect(outcome.ephemeral).toBe(true)
      expect(general().length).toBe(before)
    })

    it('is for people who may write in the channel', async () => {
      const { announcements = '' } = discord.channels
      const { message } = await member().command('tell', {}, { channel: announcements })
      if (!message) throw new Error('no answer')
      const outcome = await member().press(message, 'well')
      expect(outcome.message?.embeds[0]?.description).toContain('may write in this channel')
      expect(outcome.ephemeral).toBe(true)
      expect(discord.messages(announcements)).toEqual([])
    })

    it('may take its time', async () => {
      let open = () => {}
      deps.gate = new Promise((resolve) => {
        open = resolve
      })
      const before = general().length
      const pressed = told('slowly')
      await expect.poll(() => discord.requests.at(-1)?.body, { timeout: 5000 }).toMatchObject({ type: 6 })
      expect(general().length).toBe(before)
      open()
      await pressed
      await expect.poll(() => general().at(-1)?.content).toBe('Told slowly.')
    })
  })

  describe('an entry in the menu of a message', () => {
    it('is given the words and addresses of the message', async () => {
      const said = member().say(
        discord.channels.general ?? '',
        'See **this** <@1> and [that](https://b.test/x), https://a.test/y. https://a.test/y',
      )
      const outcome = await member().use('Repeat', said)
      expect(outcome.message?.content).toBe(
        'See this  and that, https://a.test/y. https://a.test/y|https://b.test/x|https://a.test/y',
      )
      expect(outcome.ephemeral).toBe(true)
      expectNoViolations(discord)
    })

    it('is given the words of embeds', async () => {
      const { message } = await member().press((await told()) as never, 'badly')
      const outcome = await member().use('Repeat', message as never)
      expect(outcome.message?.content).toContain('/topic create')
    })

    it('may open a form', async () => {
      const said = member().say(discord.channels.general ?? '', 'Hello')
      const { modal } = await member().use('Take a note', said)
      if (!modal) throw new Error('no form')
      const outcome = await member().submit(modal, { note: 'hm' })
      expect(outcome.message?.content).toBe(`${said.id}: hm`)
    })

    it('says in a sentence what is wrong', async () => {
      const outcome = await member().use('Fail', member().say(discord.channels.general ?? '', 'Hello'))
      expect(outcome.message?.embeds[0]?.description).toContain('/topic create')
    })

    const told = async () => (await member().command('tell')).message
  })

  describe('what is written to the bot', () => {
    const general = () => discord.channels.general ?? ''
    const answers = (channel = general()) =>
      discord.messages(channel).filter(({ author }) => author.id === discord.botId)
    /** The answer to a message, once it is there. */
    async function answerTo(said: { id: string; channel_id: string }) {
      const find = () =>
        answers(said.channel_id).find(({ message_reference }) => message_reference?.message_id === said.id)
      await expect.poll(find, { timeout: 10_000 }).toBeDefined()
      return find() as NonNullable<ReturnType<typeof find>>
    }

    it('is answered where it was written, and pings nobody', async () => {
      const answer = await answerTo(member().say(general(), `<@${discord.botId}> hello  `))
      expect(answer.content).toBe(`${member().id}: hello (no reply, channel)`)
      expect(answer.mentions).toEqual([])
      // Discord shows the answer before the bot is told that it was sent.
      await expect.poll(() => sentIds).toContain(answer.id)
      expectNoViolations(discord)
    })

    it('may be a reply to one of its messages, also in a thread', async () => {
      const first = await answerTo(member().say(general(), `<@${discord.botId}> hello`))
      const second = await answerTo(member().say(general(), 'and then?', first))
      expect(second.content).toBe(`${member().id}: and then? (${first.id}, channel)`)
      const thread = member().openThread(first, 'More of it')
      const third = await answerTo(member().say(thread, `<@${discord.botId}> more`))
      expect(third.content).toBe(`${member().id}: more (no reply, thread)`)
    })

    it('may be left unanswered, and what is written to others always is', async () => {
      const before = answers().length
      member().say(general(), `<@${discord.botId}> thanks`)
      member().say(general(), '@everyone hello')
      member().say(general(), 'hello')
      await answerTo(discord.as('moderator').say(general(), `<@${discord.botId}> last`))
      expect(answers()).toHaveLength(before + 1)
    })

    it('is answered one at a time for each person', async () => {
      let open = () => {}
      deps.gate = new Promise((resolve) => {
        open = resolve
      })
      const before = answers().length
      const slow = member().say(general(), `<@${discord.botId}> wait`)
      const next = member().say(general(), `<@${discord.botId}> impatient`)
      member().say(general(), `<@${discord.botId}> far too impatient`)
      await answerTo(discord.as('moderator').say(general(), `<@${discord.botId}> other`))
      open()
      await answerTo(slow)
      await answerTo(next)
      await answerTo(discord.as('moderator').say(general(), `<@${discord.botId}> last`))
      expect(answers()).toHaveLength(before + 4)
    })

    it('gets a sentence when it goes wrong, without the details', async () => {
      const wrong = await answerTo(member().say(general(), `<@${discord.botId}> fail`))
      expect(wrong.embeds[0]?.description).toContain('/topic create')
      const fault = await answerTo(member().say(general(), `<@${discord.botId}> crash`))
      expect(fault.embeds[0]?.description).not.toContain('secret')
      expect(faults.at(-1)).toMatchObject({ what: 'message' })
    })

    it('is not tried to be answered where the bot may not write', async () => {
      const { news = '' } = discord.channels
      discord.setPermissions(news, PermissionFlagsBits.SendMessages)
      const requests = discord.requests.length
      member().say(news, `<@${discord.botId}> hello`)
      await answerTo(discord.as('moderator').say(general(), `<@${discord.botId}> done`))
      discord.setPermissions(news, 0n)
      expect(discord.requests.slice(requests).some(({ path }) => path.includes(news))).toBe(false)
    })
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

  describe('files', () => {
    const file = { name: 'feeds.opml', type: 'text/x-opml', data: 'häfen' }

    it('that come with a command reach it as name, size, type and address', async () => {
      const outcome = await member().command('read', { file })
      expect(outcome.message?.content).toBe('feeds.opml|6|text/x-opml|häfen|')
      const both = await member().command('read', { file, other: { name: 'b.txt', data: '' } })
      expect(both.message?.content).toMatch(/\|b\.txt$/)
    })

    it('are attached to the answer under their names', async () => {
      const { message } = await member().command('share')
      expect(message?.content).toBe('Here.')
      const [sent] = message?.attachments ?? []
      expect(sent?.filename).toBe('städte.opml')
      expect(await (await fetch(sent?.url ?? '')).text()).toBe('<opml>ü</opml>')
      expectNoViolations(discord)
    })

    it('replace those of the message that an answer replaces', async () => {
      const { message } = await member().command('share')
      if (!message) throw new Error('no answer')
      const { attachments = [] } = (await member().press(message, 'Next')).message ?? {}
      expect(attachments.map(({ filename, size }) => [filename, size])).toEqual([['b.bin', 2]])
    })

    it('are at most as many as Discord takes', async () => {
      const { message } = await member().command('share', { many: true })
      expect(message?.attachments).toHaveLength(10)
    })

    it('are attached to what is posted to a channel', async () => {
      const { news = '' } = discord.channels
      await bot.channels.post(news, { content: 'x', files: [{ name: 'a.txt', data: 'a' }] }, 'files')
      expect(
        discord
          .messages(news)
          .at(-1)
          ?.attachments.map(({ filename }) => filename),
      ).toEqual(['a.txt'])
      expectNoViolations(discord)
    })
  })

  describe('forms', () => {
    const moderator = () => discord.as('moderator')
    const asked = async (person = moderator()) => {
      const { message } = await person.command('alert')
      if (!message) throw new Error('no answer')
      const { modal } = await person.press(message, 'Replace')
      if (!modal) throw new Error('no form')
      return { message, modal }
    }

    it('open with their labels and what they hold already', async () => {
      const { modal } = await asked()
      expect(modal).toMatchObject({
        custom_id: 'replaceWith:7',
        title: 'What I can do',
        components: [
          {
            label: 'Next',
            component: {
              value: 'https://old.test/feed',
              max_length: 40,
              placeholder: 'https://…',
              required: true,
            },
          },
          { label: 'Previous', component: { required: false } },
        ],
      })
      expectNoViolations(discord)
    })

    it('hand over their state and what was written, and update the message behind them', async () => {
      const { message, modal } = await asked()
      const outcome = await moderator().submit(modal, { address: ' https://new.test ', note: 'moved' })
      expect(outcome.message).toMatchObject({ id: message.id, content: '7 → https://new.test (moved)' })
      expectNoViolations(discord)
    })

    it('leave out what stayed empty', async () => {
      const { modal } = await asked()
      const outcome = await moderator().submit(modal, { address: 'https://new.test' })
      expect(outcome.message?.content).toContain('(no note)')
    })

    it('say which field cannot be used, or what else is wrong, and keep the message behind them', async () => {
      for (const [address, said] of [
        ['   ', '“Next”'],
        ['bad', '/topic create'],
      ] as const) {
        const { message, modal } = await asked()
        const outcome = await moderator().submit(modal, { address })
        expect(outcome.message?.id).not.toBe(message.id)
        expect(outcome.message?.embeds[0]?.description).toContain(said)
        expect(outcome.ephemeral).toBe(true)
      }
    })

    it('refuse people who may not send them, whoever opened them', async () => {
      const { modal } = await asked(member())
      const outcome = await member().submit(modal, { address: 'https://new.test' })
      expect(outcome.message?.embeds[0]?.description).toContain('Manage Server')
    })

    it('are not opened when their button refuses', async () => {
      const { message } = await asked()
      const outcome = await moderator().press(message, 'Refused')
      expect(outcome.modal).toBeUndefined()
      expect(outcome.message?.embeds[0]?.description).toContain('/topic create')
    })

    it('that come too late, or that no command has, are faults', async () => {
      for (const label of ['Late', 'Nowhere']) {
        faults.length = 0
        const { message } = await asked()
        const isError = (it: { embeds: unknown[] }) => it.embeds.length > 0
        const outcome = await moderator().press(message, label, { until: isError })
        expect(outcome.message?.embeds[0]?.description).toMatch(/reference: \d{17,}/)
        expect(faults).toHaveLength(1)
      }
    })
  })

  it('answers buttons in a channel privately, and only to whom they are for', async () => {
    const { news = '' } = discord.channels
    const rows = [[{ label: 'Retry', id: retryButton.encode({}) }]]
    await bot.channels.post(news, { content: 'Broken.', rows }, 'alert')
    const message = discord.messages(news).at(-1)
    if (!message) throw new Error('not posted')
    const refused = await member().press(message, 'Retry')
    expect(refused.message?.embeds[0]?.description).toContain('Manage Server')
    const done = await discord.as('moderator').press(message, 'Retry')
    expect(done.message?.content).toBe('Read again.')
    for (const outcome of [refused, done]) expect(outcome.ephemeral).toBe(true)
    expect(discord.messages(news).at(-1)).toMatchObject({ id: message.id, content: 'Broken.' })
  })
})
