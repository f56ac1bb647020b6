import { PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { speakTo, stepButton, steps } from '../../commands/setup/checklist.js'
import setup from '../../commands/setup/index.js'
import { checkPlace, saveSubscription } from '../../commands/support/subscribe.js'
import { languageOf, translator } from '../../src/core/i18n.js'
import { fromRoot } from '../../src/core/root.js'
import { renderReply } from '../../src/discord/render-reply.js'
import { parseMessage } from '../../src/preview/message-rules.js'
import type { Outcome } from '../../src/preview/person.js'
import { interests } from '../../src/sources/suggestions.js'
import { noon } from '../support/articles.js'
import { rss, type Site, startSite, startTestBot, type TestBot } from '../support/bot.js'
import { actor, createTestDeps, press } from '../support/deps.js'
import { expectNoViolations } from '../support/discord.js'

/** The guided start, with clicks only, by the unmodified discord.js client. */
describe('/setup', () => {
  let bot: TestBot
  let site: Site

  beforeEach(async () => {
    bot = await startTestBot()
    site = await startSite({
      '/feed': rss(
        ['Ferry to Millgate', 'Ferry strike ends', 'Library opens'].map((title, i) => ({
          id: String(i),
          title,
        })),
      ),
    })
  })
  afterEach(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const theo = () => bot.discord.as('moderator')
  const mia = () => bot.discord.as('member')
  const shown = ({ message }: Outcome) => {
    if (!message) throw new Error('there is no message')
    return message
  }
  const textOf = (outcome: Outcome) => JSON.stringify(shown(outcome).embeds)
  /** Of the step that asks for an address: what a person does. */
  const followFeed = async (step: Outcome, path = '/feed') => {
    const { modal } = await theo().press(shown(step), 'Another address …')
    if (!modal) throw new Error('no form')
    const patience = { until: (message: { content: string }) => message.content === '' }
    return await theo().submit(modal, { address: `${site.url}${path}` }, patience)
  }
  const settings = () => bot.services.stores.settings.of(bot.discord.guildId)
  const audit = async () =>
    (await bot.services.stores.audit.page(bot.discord.guildId, { limit: 50, offset: 0 }))
      .map(({ action }) => action)
      .toReversed()

  it('leads a moderator from nothing to a post in the channel of a topic, which is not posted again', async () => {
    const first = await theo().command('setup')
    expect(first.ephemeral).toBe(true)
    expect(textOf(first)).toContain('▫️ **Language and time zone**')
    const second = await theo().press(shown(first), 'Looks good')
    expect(textOf(second)).toContain('✅ Language and time zone · English · America/New_York')
    const third = await theo().press(shown(second), 'Skip')
    const fourth = await followFeed(third)
    expect(textOf(fourth)).toContain('✅ **Harbour News** · 3 articles')
    expect(textOf(fourth)).toContain('✅ Sources · 1 source')

    const { modal } = await theo().select(shown(fourth), 'setupIdea', ['word:Ferry'])
    if (!modal) throw new Error('no form')
    expect(JSON.stringify(modal)).toContain('"value":"Ferry"')
    const fifth = await theo().submit(modal, { name: 'Boats', query: 'ferry' })
    expect(textOf(fifth)).toContain('2 articles so far match it.')
    expect(textOf(fifth)).toContain(`✅ Topic and channel · Boats → <#${bot.discord.channels.general}>`)

    const done = await theo().press(shown(fifth), 'Send a test post')
    expect(textOf(done)).toContain('✅ **Test post**')
    const general = bot.discord.channels.general ?? ''
    const [post, ...more] = bot.discord.messages(general)
    expect(more).toEqual([])
    expect(post?.content).toContain('This is a test')
    expect(post?.embeds[0]?.title).toMatch(/^Ferry/)

    expect(await audit()).toEqual([
      'settings.language',
      'settings.timeZone',
      'source.added',
      'topic.created',
      'subscription.added',
      'topic.tested',
    ])

    // An older message of the setup goes on to speak of its own topic.
    await theo().command('topic create', {
      name: 'Trams',
      query: 'tram',
      channel: bot.discord.channels.tech ?? '',
    })
    expect(textOf(await theo().press(shown(done), 'Send another'))).toContain('**Boats**')
    expect(bot.discord.messages(general)).toHaveLength(2)

    // The test is in no ledger: what it showed does not come again, and what is new comes.
    await bot.pass(60_000)
    expect(bot.discord.messages(general)).toHaveLength(2)
    site.pages['/feed'] = rss([{ id: 'new', title: 'Ferry fares rise' }])
    await bot.pass(3_600_000)
    await bot.pass(60_000)
    expect(bot.discord.messages(general).map(({ embeds }) => embeds[0]?.title)).toEqual([
      post?.embeds[0]?.title,
      post?.embeds[0]?.title,
      'Ferry fares rise',
    ])
  })

  it('is for moderators, and goes on after a restart where it was left, also with the message of before', async () => {
    await expect(mia().command('setup')).rejects.toThrow('no such command')
    const second = await theo().press(shown(await theo().command('setup')), 'Looks good')
    await bot.restart()
    const third = await theo().press(shown(second), 'Skip')
    expect(textOf(third)).toContain('**Sources**')
    const again = await theo().command('setup')
    expect(textOf(again)).toContain('✅ Language and time zone')
    expect(textOf(again)).toContain('▫️ **Moderators**')
  })

  it('takes another language and time zone, and refuses a zone that does not exist', async () => {
    const first = await theo().command('setup')
    const picked = await theo().select(shown(first), 'setupZone', ['Europe/London'])
    expect((await settings()).timeZone).toBe('Europe/London')
    const { modal } = await theo().press(shown(picked), 'Another time zone …')
    if (!modal) throw new Error('no form')
    const refused = await theo().submit(modal, { zone: 'Atlantis' })
    expect(JSON.stringify(refused.followups.concat(refused.message ?? []))).toContain('Atlantis')
    expect((await settings()).timeZone).toBe('Europe/London')
    const form = await theo().press(shown(picked), 'Another time zone …')
    if (!form.modal) throw new Error('no form')
    const taken = await theo().submit(form.modal, { zone: 'kathmandu' })
    expect((await settings()).timeZone).toMatch(/^Asia\/Kath?mandu$/)
    expect(textOf(taken)).toContain('**Language and time zone**')
    await theo().select(shown(taken), 'setupLanguage', ['en'])
    expect((await settings()).locale).toBe('en')
  })

  it('lets a role of the server moderate and sends alerts to a channel; both can be taken back', async () => {
    const step = await theo().press(shown(await theo().command('setup')), 'Looks good')
    const role = await roleNamed('Moderator')
    const chosen = await theo().select(shown(step), 'setupRole', [role])
    expect(JSON.stringify(shown(chosen).components)).toContain(`"default_values":[{"id":"${role}"`)
    await theo().select(shown(chosen), 'setupAlerts', [bot.discord.channels.moderators ?? ''])
    expect(await settings()).toMatchObject({
      moderatorRole: role,
      moderatorChannel: bot.discord.channels.moderators,
    })
    await theo().select(shown(chosen), 'setupRole', [])
    await theo().select(shown(chosen), 'setupAlerts', [])
    expect(await settings()).toMatchObject({ moderatorRole: null, moderatorChannel: null })
    const everyone = await theo().select(shown(chosen), 'setupRole', [bot.discord.guildId])
    expect(JSON.stringify([everyone.message, ...everyone.followups])).toContain('Everyone has this role')
    expect((await settings()).moderatorRole).toBeNull()
  })

  async function roleNamed(name: string): Promise<string> {
    const { apiUrl, guildId, token } = bot.discord
    const response = await fetch(`${apiUrl}/v10/guilds/${guildId}/roles`, {
      headers: { authorization: `Bot ${token}` },
    })
    const roles = (await response.json()) as { id: string; name: string }[]
    const found = roles.find((role) => role.name === name)
    if (!found) throw new Error(`no role ${name}`)
    return found.id
  }

  it('says what an address lacks, and follows several suggestions at once', async () => {
    const step = await theo().press(shown(await theo().command('setup')), 'Looks good')
    const sources = await theo().press(shown(step), 'Skip')
    const failed = await followFeed(sources, '/gone')
    expect(JSON.stringify([failed.message, ...failed.followups])).toContain('HTTP 404')
    const samples = await theo().select(shown(sources), 'setupTheme', ['samples'])
    const folders = ['riverton-herald', 'lab-notes'].map((name) => fromRoot('data/samples', name).slice(-100))
    const topic = await theo().select(shown(samples), 'setupFeeds', folders, {
      until: ({ content }) => content === '',
    })
    expect(textOf(topic)).toContain('✅ **Lab Notes**')
    expect(textOf(topic)).toContain('✅ Sources · 2 sources')
    expect(textOf(topic)).toContain('**Topic and channel**')
    const back = await theo().press(shown(topic), 'Back')
    const news = await theo().select(shown(back), 'setupTheme', ['climate'])
    expect(JSON.stringify(shown(news).components)).toContain('carbonbrief.org')
    const left = await theo().select(shown(back), 'setupTheme', ['samples'])
    expect(JSON.stringify(shown(left).components)).not.toContain('lab-notes')
  })

  it('tells which permission a channel lacks, before and after, and posts when it is granted', async () => {
    const news = bot.discord.channels.news ?? ''
    const second = await theo().press(shown(await theo().command('setup')), 'Looks good')
    const topic = await followFeed(await theo().press(shown(second), 'Skip'))
    bot.discord.setPermissions(news, PermissionFlagsBits.SendMessages)
    const warned = await theo().select(shown(topic), 'setupChannel', [news])
    expect(textOf(warned)).toContain(`lacks the permission “Send Messages” in <#${news}>`)
    bot.discord.setPermissions(news, 0n)
    const { modal } = await theo().select(shown(warned), 'setupIdea', ['all'])
    if (!modal) throw new Error('no form')
    const test = await theo().submit(modal, { name: 'News', query: '*' })
    bot.discord.setPermissions(news, PermissionFlagsBits.EmbedLinks)
    const refused = await theo().press(shown(test), 'Send a test post')
    expect(JSON.stringify([refused.message, ...refused.followups])).toContain('Embed Links')
    bot.discord.setPermissions(news, 0n)
    await theo().press(shown(test), 'Send a test post')
    expect(bot.discord.messages(news)).toHaveLength(1)
  })

  it('says where a topic is posted when no article fits it yet', async () => {
    const second = await theo().press(shown(await theo().command('setup')), 'Looks good')
    const topic = await followFeed(await theo().press(shown(second), 'Skip'))
    const forum = bot.discord.channels['reading-circle'] ?? ''
    const there = await theo().select(shown(topic), 'setupChannel', [forum])
    const { modal } = await theo().select(shown(there), 'setupIdea', ['own'])
    if (!modal) throw new Error('no form')
    const test = await theo().submit(modal, { name: 'Volcanoes', query: 'volcano' })
    expect(textOf(test)).toContain('None of the articles so far match it.')
    const done = await theo().press(shown(test), 'Send a test post')
    expect(textOf(done)).toContain('✅ **Test post**')
  })

  it('works in another server, whose people speak Chinese, by the same clicks', async () => {
    const { discord } = bot
    discord.moveBot(discord.secondGuildId, true)
    const home = discord.channels.大厅 ?? ''
    const ling = discord.as('moderator', { home, locale: 'zh-CN' })
    const { stores } = bot.services
    const first = await ling.command('setup')
    const second = await ling.press(shown(first), 'setupAccept')
    expect(await stores.settings.of(discord.secondGuildId)).toMatchObject({
      locale: languageOf('zh-CN') ?? 'en',
      timeZone: 'Asia/Shanghai',
    })
    await stores.settings.change(discord.secondGuildId, { locale: 'zh-CN' })
    const third = await ling.press(shown(second), 'setup:sources')
    const news = await ling.select(shown(third), 'setupTheme', ['news'])
    expect(JSON.stringify(shown(news).components)).toContain('BBC 中文')
    const { modal: address } = await ling.press(shown(news), 'setupAddress')
    site.pages['/zh'] = rss(
      ['新渡轮开往港口', '渡轮罢工结束'].map((title, i) => ({ id: String(i), title, text: `${title}。` })),
      '港口报',
    )
    if (!address) throw new Error('no form')
    const fourth = await ling.submit(address, { address: `${site.url}/zh` })
    const { modal: topic } = await ling.select(shown(fourth), 'setupIdea', ['word:渡轮'])
    if (!topic) throw new Error('no form')
    const fifth = await ling.submit(topic, { name: '渡轮', query: '渡轮' })
    const test = await ling.press(shown(fifth), 'setupTest:1')
    expect(textOf(test)).toContain('✅')
    expect(discord.messages(home).map(({ embeds }) => embeds[0]?.title)).toEqual(['渡轮罢工结束'])
    // What is configured in one server is not in another.
    expect(await settings()).toMatchObject({ locale: null, timeZone: null })
  })
})

describe('the steps of the setup', () => {
  it('stay within the limits of Discord, whatever sources and topics are called', async () => {
    const { deps, addSource } = await createTestDeps()
    const long = (i: number) => `${'**@everyone** 😀 '.repeat(30)}${i}`
    const word = 'x'.repeat(80)
    for (let i = 0; i < 12; i++)
      await addSource(`${long(i)}`, ['g1'], [{ identity: `${i}`, title: `Ferry ${word} ${long(0)}` }])
    const who = actor({ channelId: '1' })
    const name = '*'.repeat(50)
    const topic = await deps.stores.topics.add({
      guild_id: 'g1',
      name,
      query: 'x'.repeat(1000),
      created_by: 'mia',
      created_at: noon,
    })
    const place = await checkPlace({ channel: '1' }, who, deps)
    await saveSubscription({ id: topic?.id ?? 0, name }, place, who, deps.stores)
    for (const step of steps) {
      const reply = await press(setup, stepButton.encode({ step }), who, deps)
      expect(() => parseMessage(renderReply(reply)), step).not.toThrow()
      const choices = (reply.rows ?? []).flat().flatMap((part) => ('choices' in part ? part.choices : []))
      expect(new Set(choices.map(({ value }) => value)).size, step).toBe(choices.length)
    }
    for (const theme of interests) {
      const reply = await press(setup, 'setupTheme', who, deps, [theme])
      expect(() => parseMessage(renderReply(reply)), theme).not.toThrow()
    }
    await deps.close()
  })

  it('speak the language of the server to people whose own the bot does not speak', async () => {
    const { deps } = await createTestDeps()
    await deps.stores.settings.change('g1', { locale: 'en' })
    const spoken = await speakTo(actor({ locale: 'tlh', t: () => 'nuqneH' }), deps)
    expect(spoken.t('setup.back')).toBe(translator('en')('setup.back'))
    const own = await speakTo(actor({ locale: 'en-GB', t: () => 'own' }), deps)
    expect(own.t('setup.back')).toBe('own')
    await deps.close()
  })
})
