import {
  type APIModalInteractionResponseCallbackData,
  ChannelType,
  type Client,
  Events,
  type Interaction,
  type InteractionReplyOptions,
} from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { connectClient, expectNoViolations, openDiscord } from '../support/discord.js'

let discord: LocalDiscord
let client: Client<true>
let heard: Interaction[]

beforeAll(async () => {
  discord = await openDiscord()
  client = await connectClient(discord)
  await client.application.commands.set([
    { name: 'menus', description: 'Menus' },
    { name: 'form', description: 'A form' },
  ])
  heard = []
  client.on(Events.InteractionCreate, (interaction) => {
    heard.push(interaction)
    if (interaction.isChatInputCommand() && interaction.commandName === 'form')
      void interaction.showModal(form)
    else if (interaction.isRepliable()) void interaction.reply(menus)
  })
})

afterAll(async () => {
  expectNoViolations(discord)
  await client.destroy()
  await discord.close()
})

const row = (component: object) => ({ type: 1, components: [component] }) as never
const menus: InteractionReplyOptions = {
  components: [
    row({ type: 5, custom_id: 'people', min_values: 2, max_values: 3 }),
    row({ type: 6, custom_id: 'role' }),
    row({ type: 8, custom_id: 'channel', channel_types: [ChannelType.GuildAnnouncement] }),
  ],
}
const form: APIModalInteractionResponseCallbackData = {
  custom_id: 'form',
  title: 'A form',
  components: [
    { type: 18, label: 'Name', component: { type: 4, custom_id: 'name', style: 1, max_length: 10 } },
    { type: 18, label: 'Role', component: { type: 6, custom_id: 'role', required: false } },
    {
      type: 18,
      label: 'Where',
      component: { type: 8, custom_id: 'where', channel_types: [ChannelType.GuildText], max_values: 2 },
    },
    {
      type: 18,
      label: 'How',
      component: {
        type: 3,
        custom_id: 'how',
        options: [
          { label: 'One', value: '1' },
          { label: 'Two', value: '2' },
        ],
      },
    },
  ],
}

const member = () => discord.as('member')
const place = (name: string) => discord.channels[name] ?? ''
const roleNamed = (name: string) =>
  client.guilds.cache.get(discord.guildId)?.roles.cache.find((role) => role.name === name)?.id ?? ''
async function shown() {
  const { message } = await member().command('menus')
  if (!message) throw new Error('no message')
  return message
}

describe('a menu that Discord fills', () => {
  it('brings the people that were picked', async () => {
    const ids = [discord.as('member').id, discord.as('moderator').id]
    await member().select(await shown(), 'people', ids)
    const picked = heard.at(-1)
    if (!picked?.isUserSelectMenu()) throw new Error('no pick of people')
    expect([...picked.users.values()].map(({ displayName }) => displayName)).toEqual(['Mia', 'Theo'])
    expect(picked.members.size).toBe(2)
  })

  it('brings a role, and a channel of the kinds it lists', async () => {
    await member().select(await shown(), 'role', [roleNamed('Moderator')])
    const role = heard.at(-1)
    if (!role?.isRoleSelectMenu()) throw new Error('no pick of a role')
    expect(role.roles.first()?.name).toBe('Moderator')
    await member().select(await shown(), 'channel', [place('announcements')])
    const channel = heard.at(-1)
    if (!channel?.isChannelSelectMenu()) throw new Error('no pick of a channel')
    expect(channel.channels.first()?.id).toBe(place('announcements'))
  })

  it.each<[string, string, () => string[]]>([
    ['fewer than the least', 'people', () => [member().id]],
    ['one twice', 'people', () => [member().id, member().id]],
    ['somebody unknown', 'people', () => [member().id, '1']],
    ['a channel of another kind', 'channel', () => [place('news')]],
    ['a role of another server', 'role', () => ['1']],
  ])('does not let a person pick %s', async (_, menu, values) => {
    await expect(member().select(await shown(), menu, values())).rejects.toThrow()
  })

  it('refuses to begin with more than it takes, or with another kind', async () => {
    const channel = client.channels.cache.get(place('general'))
    if (!channel?.isSendable()) throw new Error('no channel')
    const begin = (default_values: object[]) =>
      channel.send({ components: [row({ type: 6, custom_id: 'role', default_values })] })
    const id = roleNamed('Moderator')
    await expect(begin([{ id, type: 'user' }])).rejects.toThrow(/Invalid Form Body/)
    await expect(begin([1, 2].map(() => ({ id, type: 'role' })))).rejects.toThrow(/Invalid Form Body/)
    expect((await begin([{ id, type: 'role' }])).components).toHaveLength(1)
    discord.violations.splice(0)
  })
})

describe('a form', () => {
  const opened = async () => {
    const { modal } = await member().command('form')
    if (!modal) throw new Error('no form')
    return modal
  }

  it('brings what was typed and picked', async () => {
    const fields = { name: 'Ferries', where: [place('news'), place('tech')], how: '2' }
    await member().submit(await opened(), fields)
    const sent = heard.at(-1)
    if (!sent?.isModalSubmit()) throw new Error('no form came back')
    expect(sent.fields.getTextInputValue('name')).toBe('Ferries')
    expect(sent.fields.getStringSelectValues('how')).toEqual(['2'])
    expect(sent.fields.getSelectedChannels('where')?.map(({ name }) => name)).toEqual(['news', 'tech'])
    expect(sent.fields.getSelectedRoles('role')).toBeNull()
  })

  it.each<[string, Record<string, string | string[]>]>([
    ['without a field that is required', { name: 'a', how: '1' }],
    ['with a text that is too long', { name: 'a'.repeat(11), how: '1', where: ['news'] }],
    ['with a channel of another kind', { name: 'a', how: '1', where: ['announcements'] }],
    ['with an option it does not have', { name: 'a', how: '3', where: ['news'] }],
    ['with a field it does not have', { name: 'a', how: '1', where: ['news'], more: 'x' }],
  ])('is not sent %s', async (_, { where = [], ...fields }) => {
    const filled = { ...fields, where: [where].flat().map(place) }
    await expect(member().submit(await opened(), filled)).rejects.toThrow()
  })

  it.each<[string, object]>([
    ['a button', { type: 2, custom_id: 'b', style: 1, label: 'No' }],
    ['a menu without options', { type: 3, custom_id: 's', options: [] }],
    ['a field that is there twice', { type: 4, custom_id: 'a', style: 1 }],
  ])('cannot hold %s', async (_, component) => {
    const refused = new Promise<unknown>((resolve) => {
      client.once(Events.InteractionCreate, (interaction) => {
        if (!interaction.isChatInputCommand()) return
        const first = { type: 18, label: 'A', component: { type: 4, custom_id: 'a', style: 1 } }
        const components = [first, { type: 18, label: 'B', component }]
        interaction.showModal({ custom_id: 'm', title: 'M', components } as never).catch(resolve)
      })
    })
    void member().command('menus')
    expect(String(await refused)).toMatch(/Invalid Form Body/)
    discord.violations.splice(0)
  })
})
