import {
  type APIModalInteractionResponseCallbackData,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type InteractionReplyOptions,
} from 'discord.js'

/** A bot that answers `/show` with one message of everything, and tells what people do with it. */
export async function startShowcase(client: Client<true>): Promise<void> {
  await client.application.commands.set([
    { name: 'show', nameLocalizations: { 'zh-CN': '展示' }, description: 'Shows everything' },
  ])
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) void interaction.reply(showcaseOf(interaction))
    else if (interaction.isButton() && interaction.customId === 'ask') void interaction.showModal(everyField)
    else if (interaction.isButton()) void interaction.reply('pressed')
    else if (interaction.isRoleSelectMenu())
      void interaction.reply(`role: ${interaction.roles.map(({ name }) => name).join(', ')}`)
    else if (interaction.isChannelSelectMenu())
      void interaction.reply(
        `channel: ${interaction.channels.map((it) => ('name' in it ? it.name : '')).join(', ')}`,
      )
    else if (interaction.isUserSelectMenu())
      void interaction.reply(`people: ${interaction.users.map(({ displayName }) => displayName).join(', ')}`)
    else if (interaction.isModalSubmit()) {
      const { fields } = interaction
      const places = fields.getSelectedChannels('where')?.map((it) => it.name) ?? []
      const texts = [fields.getTextInputValue('title'), fields.getTextInputValue('why').replace('\n', ' ')]
      const answer = [...texts, ...places, ...fields.getStringSelectValues('how')].join(', ')
      void interaction.reply(`form: ${answer}`)
    }
  })
}

function showcaseOf(interaction: ChatInputCommandInteraction): InteractionReplyOptions {
  const soon = Math.floor(Date.now() / 1000) + 2.5 * 3600
  const row = (...components: object[]) => ({ type: 1, components }) as never
  return {
    content: `</show:${interaction.commandId}> <t:${soon}:R> ${interaction.locale}, ${interaction.guildLocale}`,
    components: [
      row(
        { type: 2, style: 1, label: 'Ask', custom_id: 'ask', emoji: { name: '📰' } },
        { type: 2, style: 4, label: 'Not now', custom_id: 'never', disabled: true },
        { type: 2, style: 5, label: 'Site', url: 'https://example.org/' },
      ),
      row({ type: 6, custom_id: 'role', placeholder: 'Role' }),
      row({ type: 8, custom_id: 'channel', placeholder: 'Channel', channel_types: [5] }),
      row({
        type: 5,
        custom_id: 'people',
        placeholder: 'People',
        max_values: 3,
        default_values: [{ id: interaction.user.id, type: 'user' }],
      }),
    ],
  }
}

const everyField: APIModalInteractionResponseCallbackData = {
  custom_id: 'form',
  title: 'A topic',
  components: [
    { type: 18, label: 'Title', component: { type: 4, custom_id: 'title', style: 1 } },
    {
      type: 18,
      label: 'Why',
      description: 'In your own words',
      component: { type: 4, custom_id: 'why', style: 2, required: false },
    },
    { type: 18, label: 'Where', component: { type: 8, custom_id: 'where', channel_types: [0] } },
    {
      type: 18,
      label: 'How',
      component: {
        type: 3,
        custom_id: 'how',
        options: [
          { label: 'Posts', value: 'posts' },
          { label: 'Digest', value: 'digest', description: 'All in one message' },
        ],
      },
    },
  ],
}
