import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  StringSelectMenuBuilder,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { connectClient, expectNoViolations, nextEvent, openDiscord } from '../support/discord.js'

let discord: LocalDiscord
let client: Client<true>

beforeAll(async () => {
  discord = await openDiscord()
  client = await connectClient(discord)
  await client.application.commands.set([
    { name: 'ping', description: 'Answers' },
    {
      name: 'topic',
      description: 'Topics',
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'create',
          description: 'Makes one',
          options: [
            {
              type: ApplicationCommandOptionType.String,
              name: 'name',
              description: 'Its name',
              required: true,
              maxLength: 10,
            },
            {
              type: ApplicationCommandOptionType.Integer,
              name: 'limit',
              description: 'How many',
              minValue: 1,
              maxValue: 5,
            },
            { type: ApplicationCommandOptionType.Channel, name: 'channel', description: 'Where' },
            { type: ApplicationCommandOptionType.User, name: 'owner', description: 'Whose' },
            { type: ApplicationCommandOptionType.Attachment, name: 'file', description: 'A file' },
            {
              type: ApplicationCommandOptionType.String,
              name: 'source',
              description: 'From',
              autocomplete: true,
            },
            {
              type: ApplicationCommandOptionType.String,
              name: 'style',
              description: 'How',
              choices: [{ name: 'One by one', value: 'single' }],
            },
          ],
        },
      ],
    },
    {
      name: 'audit',
      description: 'For moderators',
      defaultMemberPermissions: PermissionFlagsBits.ManageGuild,
    },
  ])
})

afterEach(() => {
  client.removeAllListeners(Events.InteractionCreate)
})

afterAll(async () => {
  expectNoViolations(discord)
  await client.destroy()
  await discord.close()
})

/** Answers every interaction of this test. */
function onInteraction(handle: (interaction: Interaction) => unknown): void {
  client.on(Events.InteractionCreate, (interaction) => void handle(interaction))
}

function onCommand(handle: (interaction: ChatInputCommandInteraction) => unknown): void {
  onInteraction((interaction) => interaction.isChatInputCommand() && handle(interaction))
}

async function textChannel(name: string): Promise<TextChannel> {
  return (await client.channels.fetch(discord.channels[name] ?? '')) as TextChannel
}

const row = (id: string, label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary),
  )

describe('slash commands', () => {
  it('show the reply to everybody, under the name of the bot', async () => {
    onCommand((interaction) => interaction.reply('pong'))
    const outcome = await discord.as('member').command('ping')
    expect(outcome).toMatchObject({ ephemeral: false, deferred: false, message: { content: 'pong' } })
    expect(discord.messages(discord.channels.general ?? '').at(-1)).toMatchObject({
      content: 'pong',
      author: { id: discord.botId },
      interaction_metadata: { user: { id: discord.as('member').id } },
    })
  })

  it('show a private reply to one person only', async () => {
    const before = discord.messages(discord.channels.general ?? '').length
    onCommand((interaction) => interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral }))
    const outcome = await discord.as('member').command('ping')
    expect(outcome).toMatchObject({ ephemeral: true, message: { content: 'psst' } })
    expect(discord.messages(discord.channels.general ?? '')).toHaveLength(before)
  })

  it('wait for the edit after a deferral, which keeps its privacy', async () => {
    onCommand(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral })
      await interaction.editReply('done')
    })
    const outcome = await discord.as('member').command('ping')
    expect(outcome).toMatchObject({ deferred: true, ephemeral: true, message: { content: 'done' } })
    expect((outcome.message?.flags ?? 0) & MessageFlags.Loading).toBe(0)
  })

  it('wait past progress lines until the asked-for message is there', async () => {
    onCommand(async (interaction) => {
      await interaction.deferReply()
      for (const text of ['10 %', '50 %', 'done']) await interaction.editReply(text)
    })
    const outcome = await discord
      .as('member')
      .command('ping', {}, { until: ({ content }) => content === 'done' })
    expect(outcome.message?.content).toBe('done')
  })

  it('take the follow-up as the answer when the deferred reply was deleted', async () => {
    onCommand(async (interaction) => {
      await interaction.deferReply()
      await interaction.deleteReply()
      await interaction.followUp({ content: 'privately', flags: MessageFlags.Ephemeral })
    })
    const outcome = await discord.as('member').command('ping')
    expect(outcome).toMatchObject({
      ephemeral: true,
      message: { content: 'privately' },
      followups: [{ content: 'privately' }],
    })
  })

  it('carry subcommands, options and what ids stand for', async () => {
    let seen: unknown
    onCommand(async (interaction) => {
      const { options } = interaction
      seen = {
        sub: options.getSubcommand(),
        name: options.getString('name'),
        limit: options.getInteger('limit'),
        channel: options.getChannel('channel')?.name,
        owner: options.getUser('owner')?.username,
        file: await (await fetch(options.getAttachment('file')?.url ?? '')).text(),
        moderator: interaction.memberPermissions?.has('ManageGuild'),
      }
      await interaction.reply('ok')
    })
    const moderator = discord.as('moderator')
    await moderator.command('topic create', {
      name: 'AI',
      limit: 3,
      channel: discord.channels.tech ?? '',
      owner: discord.as('member').id,
      file: { name: 'feeds.opml', data: '<opml/>' },
    })
    expect(seen).toEqual({
      sub: 'create',
      name: 'AI',
      limit: 3,
      channel: 'tech',
      owner: 'mia',
      file: '<opml/>',
      moderator: true,
    })
  })

  it.each([
    ['a missing required option', {}, /"name" is required/],
    ['an unknown option', { name: 'x', nmae: 'x' }, /no option "nmae"/],
    ['a text that is too long', { name: 'x'.repeat(11) }, /"name" must have 10 characters or fewer/],
    ['a number out of range', { name: 'x', limit: 6 }, /"limit" must be 5 or less/],
    ['a fraction for a whole number', { name: 'x', limit: 1.5 }, /"limit" must be a whole number/],
    ['a value that is no choice', { name: 'x', style: 'heap' }, /"style" must be one of single/],
    ['an id of nothing', { name: 'x', channel: '1' }, /nothing with id 1/],
  ])('are not sent with %s', async (_, options, error) => {
    await expect(discord.as('member').command('topic create', options)).rejects.toThrow(error)
  })

  it('are hidden from people who lack the permission', async () => {
    await expect(discord.as('member').command('audit')).rejects.toThrow(/no such command/)
    onCommand((interaction) => interaction.reply('fine'))
    expect((await discord.as('moderator').command('audit')).message?.content).toBe('fine')
  })

  it('fail when the bot stays silent for three seconds, and later answers are refused with 10062', async () => {
    const pending: ChatInputCommandInteraction[] = []
    onCommand((interaction) => pending.push(interaction))
    const outcome = await discord.as('member').command('ping')
    expect(outcome.failed).toMatch(/three seconds/)
    await expect(pending[0]?.reply('late')).rejects.toMatchObject({ code: 10062, status: 404 })
  })

  it('take one acknowledgement: the second gets 40060', async () => {
    let error: unknown
    onCommand(async (interaction) => {
      const again = { body: { type: 5 }, auth: false }
      await interaction.reply('first')
      error = await client.rest
        .post(`/interactions/${interaction.id}/${interaction.token}/callback`, again)
        .catch((e) => e)
    })
    await discord.as('member').command('ping')
    await expect.poll(() => error).toMatchObject({ code: 40060, status: 400 })
  })

  it('suggest values while a person types', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: `about ${interaction.options.getFocused()}`, value: 'x' }])
    })
    const choices = await discord.as('member').autocomplete('topic create', { source: 'ne' }, 'source')
    expect(choices).toEqual([{ name: 'about ne', value: 'x' }])
  })
})

describe('components', () => {
  it('update the message that holds the button', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: 'page 1', components: [row('page:2', 'Next')] })
      if (interaction.isButton())
        await interaction.update({ content: `went to ${interaction.customId}`, components: [] })
    })
    const first = await discord.as('member').command('ping')
    const message = first.message
    if (!message) throw new Error('no message')
    const second = await discord.as('moderator').press(message, 'Next')
    expect(second.message).toMatchObject({ id: message.id, content: 'went to page:2', components: [] })
    await expect(discord.as('member').press(message, 'Next')).rejects.toThrow(/no button "Next"/)
  })

  it('of private messages can be used by their owner only', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: 'mine',
          components: [row('x', 'Go')],
          flags: MessageFlags.Ephemeral,
        })
      if (interaction.isButton()) await interaction.deferUpdate().then(() => interaction.editReply('gone'))
    })
    const { message } = await discord.as('member').command('ping')
    if (!message) throw new Error('no message')
    await expect(discord.as('moderator').press(message, 'Go')).rejects.toThrow(/not there/)
    const outcome = await discord.as('member').press(message, 'x')
    expect(outcome).toMatchObject({ deferred: true, ephemeral: true, message: { content: 'gone' } })
  })

  it('bring the picks of a menu', async () => {
    const menu = new StringSelectMenuBuilder()
      .setCustomId('pick:1')
      .setMaxValues(2)
      .addOptions(['a', 'b', 'c'].map((value) => ({ label: value, value })))
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
        })
      if (interaction.isStringSelectMenu()) await interaction.reply(interaction.values.join('+'))
    })
    const { message } = await discord.as('member').command('ping')
    if (!message) throw new Error('no message')
    expect((await discord.as('member').select(message, 'pick', ['a', 'c'])).message?.content).toBe('a+c')
    await expect(discord.as('member').select(message, 'pick', ['a', 'b', 'c'])).rejects.toThrow(
      /1 to 2 values/,
    )
    await expect(discord.as('member').select(message, 'pick', ['z'])).rejects.toThrow(/no value "z"/)
  })

  it('open forms, whose answers can update the message behind them', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: 'form', components: [row('edit', 'Edit')] })
      if (interaction.isButton()) await interaction.showModal(form)
      if (interaction.isModalSubmit() && interaction.isFromMessage())
        await interaction.update({ content: interaction.fields.getTextInputValue('title'), components: [] })
    })
    const { message } = await discord.as('member').command('ping')
    if (!message) throw new Error('no message')
    const { modal } = await discord.as('member').press(message, 'Edit')
    if (!modal) throw new Error('no form')
    await expect(discord.as('member').submit(modal, { title: '' })).rejects.toThrow(/"title" is required/)
    await expect(discord.as('member').submit(modal, { titel: 'x' })).rejects.toThrow(/no field "titel"/)
    const outcome = await discord.as('member').submit(modal, { title: 'New name' })
    expect(outcome.message).toMatchObject({ id: message.id, content: 'New name' })
  })
})

const form = new ModalBuilder()
  .setCustomId('form')
  .setTitle('Rename')
  .addLabelComponents((label) =>
    label
      .setLabel('Title')
      .setTextInputComponent(
        new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short).setRequired(true),
      ),
  )

describe('posting', () => {
  it('returns the earlier message for a nonce that was seen, and creates nothing', async () => {
    const channel = await textChannel('news')
    const first = await channel.send({ content: 'once', nonce: '42', enforceNonce: true })
    const second = await channel.send({ content: 'once', nonce: '42', enforceNonce: true })
    expect(second.id).toBe(first.id)
    expect(discord.messages(channel.id).filter(({ content }) => content === 'once')).toHaveLength(1)
  })

  it('survives a 500 after processing: discord.js sends again, the nonce keeps it one message', async () => {
    discord.fault({ method: 'POST', path: /\/messages$/, when: 'after', response: { status: 500 } })
    const channel = await textChannel('news')
    await channel.send({ content: 'exactly one', nonce: '43', enforceNonce: true })
    const posts = discord.requests.filter(
      ({ body }) => (body as { nonce?: string } | undefined)?.nonce === '43',
    )
    expect(posts.map(({ status }) => status)).toEqual([500, 200])
    expect(discord.messages(channel.id).filter(({ content }) => content === 'exactly one')).toHaveLength(1)
  })

  it('leaves the message behind when the socket is dropped after processing', async () => {
    discord.fault({ method: 'POST', path: /\/messages$/, when: 'after', response: 'drop' })
    const channel = await textChannel('news')
    await expect(channel.send('cut off')).rejects.toThrow()
    expect(discord.messages(channel.id).filter(({ content }) => content === 'cut off')).toHaveLength(1)
  })

  it('does nothing when the fault comes before processing', async () => {
    discord.fault({
      method: 'POST',
      path: /\/messages$/,
      when: 'before',
      response: { status: 403, body: { code: 50013, message: 'Missing Permissions' } },
    })
    const channel = await textChannel('news')
    await expect(channel.send('nowhere')).rejects.toMatchObject({ code: 50013 })
    expect(discord.messages(channel.id).some(({ content }) => content === 'nowhere')).toBe(false)
  })

  it('tells whoever planned a fault when a request meets it, and lets the request through if told so', async () => {
    const met: number[] = []
    const channel = await textChannel('news')
    const count = () => discord.messages(channel.id).filter(({ content }) => content === 'met').length
    for (const when of ['before', 'after'] as const)
      discord.fault({
        method: 'POST',
        path: /\/messages$/,
        when,
        response: 'pass',
        skip: when === 'before' ? 1 : 0,
        onMeet: () => met.push(count()),
      })
    for (let i = 0; i < 3; i++) await channel.send('met')
    expect(count()).toBe(3)
    // The second rule meets the first message, when it is there; the first rule leaves that one alone.
    expect(met).toEqual([1, 1])
  })

  it.each([
    ['Send Messages', PermissionFlagsBits.SendMessages, { content: 'x' }, 50013],
    ['View Channel', PermissionFlagsBits.ViewChannel, { content: 'x' }, 50001],
    ['Embed Links, for embeds alone', PermissionFlagsBits.EmbedLinks, { embeds: [{ title: 'x' }] }, 50013],
  ])('is refused without %s', async (_, bit, message, code) => {
    const id = discord.channels.tech ?? ''
    discord.setPermissions(id, bit)
    await expect(client.rest.post(`/channels/${id}/messages`, { body: message })).rejects.toMatchObject({
      code,
      status: 403,
    })
    discord.setPermissions(id, 0n)
    await expect(client.rest.post(`/channels/${id}/messages`, { body: message })).resolves.toBeTruthy()
  })

  it('tells the bot at once what it lacks', async () => {
    const channel = await textChannel('tech')
    const changed = nextEvent(client, Events.ChannelUpdate)
    discord.setPermissions(channel.id, PermissionFlagsBits.SendMessages)
    await changed
    expect(channel.permissionsFor(client.user)?.has('SendMessages')).toBe(false)
    const restored = nextEvent(client, Events.ChannelUpdate)
    discord.setPermissions(channel.id, 0n)
    await restored
    expect(channel.permissionsFor(client.user)?.has('SendMessages')).toBe(true)
  })

  it('drops embeds silently beside text without Embed Links', async () => {
    const channel = await textChannel('tech')
    discord.setPermissions(channel.id, PermissionFlagsBits.EmbedLinks)
    const sent = await channel.send({ content: 'text', embeds: [{ title: 'gone' }] })
    discord.setPermissions(channel.id, 0n)
    expect(sent.embeds).toEqual([])
  })

  it('pings nobody when mentions are switched off, and only real members otherwise', async () => {
    const channel = await textChannel('news')
    const id = discord.as('member').id
    const quiet = await channel.send({ content: `<@${id}>`, allowedMentions: { parse: [] } })
    const loud = await channel.send(`<@${id}> <@1> @everyone`)
    expect(quiet.mentions.users.size).toBe(0)
    expect([...loud.mentions.users.keys()]).toEqual([id])
    expect(loud.mentions.everyone).toBe(false)
  })

  it('reads the history back in pages', async () => {
    const channel = await textChannel('moderators')
    for (const text of ['one', 'two', 'three', 'four']) await channel.send(text)
    const newest = [...(await channel.messages.fetch({ limit: 2 })).values()]
    expect(newest.map(({ content }) => content)).toEqual(['four', 'three'])
    const older = await channel.messages.fetch({ before: newest[1]?.id ?? '', limit: 1 })
    expect(older.map(({ content }) => content)).toEqual(['two'])
    const after = await channel.messages.fetch({ after: older.first()?.id ?? '', limit: 1 })
    expect(after.map(({ content }) => content)).toEqual(['three'])
    const around = await channel.messages.fetch({ around: newest[1]?.id ?? '', limit: 3 })
    expect(around.map(({ content }) => content)).toEqual(['four', 'three', 'two'])
  })

  it('crossposts an announcement once', async () => {
    const id = discord.channels.announcements ?? ''
    const { id: message } = (await client.rest.post(`/channels/${id}/messages`, {
      body: { content: 'news' },
    })) as { id: string }
    await client.rest.post(`/channels/${id}/messages/${message}/crosspost`)
    await expect(client.rest.post(`/channels/${id}/messages/${message}/crosspost`)).rejects.toMatchObject({
      code: 40033,
    })
  })

  it('sends and keeps files', async () => {
    const channel = await textChannel('news')
    const sent = await channel.send({ files: [{ attachment: Buffer.from('hello'), name: 'a.txt' }] })
    expect(await (await fetch(sent.attachments.first()?.url ?? '')).text()).toBe('hello')
  })

  it('refuses files of more than 10 MB, from the bot and from people', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1)
    const channel = await textChannel('news')
    const sent = channel.send({ files: [{ attachment: large, name: 'a.bin' }] })
    await expect(sent).rejects.toMatchObject({ status: 413, code: 40005 })
    const asked = discord.as('member').command('ping', { file: { name: 'a.bin', data: large } })
    await expect(asked).rejects.toThrow(/larger than 10 MB/)
  })

  it('edits and deletes, and tells the bot', async () => {
    const channel = await textChannel('news')
    const sent = await channel.send({ content: 'old', embeds: [{ title: 'stays' }] })
    const edited = await sent.edit('new')
    expect(edited).toMatchObject({ content: 'new' })
    expect(edited.embeds[0]?.title).toBe('stays')
    const deleted = nextEvent(client, Events.MessageDelete)
    await sent.delete()
    expect((await deleted)[0].id).toBe(sent.id)
    await expect(channel.messages.fetch(sent.id)).rejects.toMatchObject({ code: 10008 })
  })

  it('opens a direct message, where commands work too', async () => {
    const user = await client.users.fetch(discord.as('member').id)
    const sent = await user.send('hello')
    expect(discord.messages(sent.channelId).map(({ content }) => content)).toEqual(['hello'])
    let guild: unknown = 'unset'
    onCommand((interaction) => {
      guild = interaction.guildId
      return interaction.reply('here too')
    })
    const outcome = await discord.as('member').command('ping', {}, { channel: sent.channelId })
    expect(outcome.message?.content).toBe('here too')
    expect(guild).toBeNull()
  })

  it('opens a thread and posts in it', async () => {
    const channel = await textChannel('news')
    const thread = await channel.threads.create({ name: 'Follow-up' })
    await thread.send('inside')
    expect(discord.messages(thread.id).map(({ content }) => content)).toEqual(['inside'])
  })
})

describe('the server', () => {
  it('forgets a deleted channel', async () => {
    const id = discord.channels.tech ?? ''
    const deleted = nextEvent(client, Events.ChannelDelete)
    discord.deleteChannel(id)
    await deleted
    await expect(
      client.rest.post(`/channels/${id}/messages`, { body: { content: 'x' } }),
    ).rejects.toMatchObject({
      code: 10003,
      status: 404,
    })
  })

  it('lets a person write, and hides the text from a bot without the intent', async () => {
    const heard = nextEvent(client, Events.MessageCreate)
    discord.as('member').say(discord.channels.general ?? '', 'secret')
    expect((await heard)[0]).toMatchObject({ content: '', author: { username: 'mia' } })
  })
})
