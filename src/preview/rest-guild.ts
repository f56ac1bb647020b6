import { ApplicationFlags, ChannelType } from 'discord-api-types/v10'
import { z } from 'zod'
import { parseBody, refusals } from './api-error.js'
import type { LocalChannel, LocalGuild } from './objects.js'
import type { RestApp, RestCall, RestContext } from './rest-context.js'
import type { State } from './state.js'

/** Routes that tell about the bot, its application, the server, its channels, roles and members. */
export function addGuildRoutes(app: RestApp, { state, baseUrl }: RestContext): void {
  const gatewayUrl = () => `${baseUrl().replace('http', 'ws')}/gateway`
  app.get('/gateway', (c) => c.json({ url: gatewayUrl() }))
  app.get('/gateway/bot', (c) =>
    c.json({
      url: gatewayUrl(),
      shards: 1,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
    }),
  )
  app.get('/users/@me', (c) =>
    c.json({ ...state.bot, verified: true, mfa_enabled: true, email: null, locale: 'en-US' }),
  )
  app.get('/users/@me/guilds', (c) => c.json(botGuilds(state).map(drawGuild)))
  app.get('/users/:user', (c) => {
    const user = state.users.get(c.req.param('user'))
    if (!user) throw refusals.unknownUser()
    return c.json(user)
  })
  app.post('/users/@me/channels', (c) => {
    const { recipient_id } = parseBody(z.looseObject({ recipient_id: z.string() }), c.get('body'))
    return c.json(state.directChannel(recipient_id))
  })
  for (const path of ['/applications/@me', '/oauth2/applications/@me'])
    app.get(path, (c) => c.json(drawApplication(state)))

  const guildOf = (c: RestCall): LocalGuild => {
    const guild = state.guild(c.req.param('guild') ?? '')
    if (!guild.members.has(state.bot.id)) throw refusals.unknownGuild()
    return guild
  }
  app.get('/guilds/:guild', (c) => c.json(drawGuild(guildOf(c))))
  app.get('/guilds/:guild/channels', (c) => c.json(guildChannels(state, guildOf(c))))
  app.get('/guilds/:guild/roles', (c) => c.json(guildOf(c).roles))
  app.get('/guilds/:guild/threads/active', (c) =>
    c.json({ threads: threads(state, guildOf(c)), members: [] }),
  )
  app.get('/guilds/:guild/members/:user', (c) => {
    const id = c.req.param('user') === '@me' ? state.bot.id : c.req.param('user')
    const found = guildOf(c).members.get(id)
    if (!found) throw refusals.unknownMember()
    return c.json(found)
  })
  app.get('/channels/:channel', (c) => c.json(state.channel(c.req.param('channel'))))
}

/** The server as REST and `GUILD_CREATE` show it, without channels and members. */
export function drawGuild(guild: LocalGuild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.preferredLocale,
    system_channel_id: guild.systemChannelId,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    application_id: null,
    max_members: 500_000,
    max_presences: null,
    max_video_channel_users: 25,
    features: [],
    emojis: [],
    stickers: [],
    roles: guild.roles,
    hub_type: null,
    incidents_data: null,
  }
}

/** The servers that the bot is in. */
export function botGuilds({ guilds, bot }: State): LocalGuild[] {
  return [...guilds.values()].filter(({ members }) => members.has(bot.id))
}

/** A server's channels without its threads. */
export function guildChannels(state: State, guild: LocalGuild): LocalChannel[] {
  return channelsOf(state, guild).filter((it) => it.type !== ChannelType.PublicThread)
}

/** The open threads of a server. */
export function threads(state: State, guild: LocalGuild): LocalChannel[] {
  return channelsOf(state, guild).filter((it) => it.type === ChannelType.PublicThread)
}

function channelsOf(state: State, { id }: LocalGuild): LocalChannel[] {
  return [...state.channels.values()].filter((it) => it.guild_id === id)
}

function drawApplication(state: State) {
  return {
    id: state.applicationId,
    name: state.bot.username,
    icon: null,
    description: '',
    summary: '',
    bot: state.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: ApplicationFlags.ApplicationCommandBadge,
    owner: state.owner,
    team: null,
    integration_types_config: { 0: {} },
    redirect_uris: [],
  }
}
