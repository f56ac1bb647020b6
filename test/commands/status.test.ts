import type { APIMessage } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import status from '../../commands/status/index.js'
import { embedLength, renderFiles, renderReply } from '../../src/discord/render-reply.js'
import type { Deps } from '../../src/services.js'
import { minute, noon } from '../support/articles.js'
import { rss, type Site, startSite, startTestBot, type TestBot } from '../support/bot.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'
import { expectNoViolations } from '../support/discord.js'

const hour = 60 * minute

/** `/status` as a moderator sees it, from an empty server to one where things go wrong. */
describe('/status', () => {
  let bot: TestBot
  let site: Site

  beforeAll(async () => {
    bot = await startTestBot()
    site = await startSite({ '/news.xml': rss([{ id: '1', title: 'Bridge closed' }], 'Harbour News') })
  })
  afterAll(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const moderator = () => bot.discord.as('moderator')
  const isAnswer = { until: (message: APIMessage) => message.embeds.length > 0 }
  const ask = async (path: string, options = {}) => {
    const { message } = await moderator().command(path, options, isAnswer)
    if (!message) throw new Error('no answer')
    return message
  }
  const field = (message: APIMessage, name: string) =>
    message.embeds[0]?.fields?.find((each) => each.name === name)?.value

  it('leads a new server from one step to the next', async () => {
    const empty = await ask('status')
    expect(empty.embeds[0]?.description).toContain('/source add')
    expect(empty.embeds[0]?.fields ?? []).toEqual([])
    expect(empty.attachments).toEqual([])
    await ask('source add', { address: `${site.url}/news.xml` })
    expect((await ask('status')).embeds[0]?.description).toContain('/topic create')
    await ask('topic create', { name: 'Ferries', query: 'ferry' })
    expect((await ask('status')).embeds[0]?.description).toContain('/subscribe')
  })

  it('counts what was read, matched and posted today, names what comes next, and draws the days', async () => {
    const { news = '' } = bot.discord.channels
    await ask('subscribe', { topic: 'Ferries', channel: news, schedule: 'instantly' })
    site.pages['/news.xml'] = rss(
      [
        { id: '1', title: 'Bridge closed' },
        { id: '2', title: 'Ferry leaves earlier' },
        { id: '3', title: 'Rain tomorrow' },
      ],
      'Harbour News',
    )
    for (let i = 0; i < 4; i++) await bot.pass(hour)
    const message = await ask('status')
    expect(message.embeds[0]?.description).toContain('without trouble')
    expect(field(message, 'Read today')).toBe('**3** articles\n1 source')
    expect(field(message, 'Matched today')).toBe('**1** article\n1 topic')
    expect(field(message, 'Posted today')).toBe('**1** post\n1 channel')
    expect(field(message, 'Next')).toBe(`instantly · **Ferries** in <#${news}>`)
    expect(field(message, 'Last 14 days')).toContain('🟦 3 articles read · 🟧 1 post')
    expect(message.attachments[0]?.description).toContain(
      'from 20.10 to 2.11. Articles read: 3 in all, most on 2.11 (3), 3 today. Posts: 1 in all',
    )
  })

  it('begins with what is wrong, and leads to the sources that are not well and to the subscriptions', async () => {
    site.pages['/news.xml'] = (_, response) => void response.writeHead(404).end()
    for (let i = 0; i < 2; i++) await bot.pass(hour)
    const message = await ask('status')
    expect(message.embeds[0]?.description).toMatch(/^⚠️ \*\*Harbour News\*\*/)
    const [source] = await bot.services.stores.followers.followedBy(bot.discord.guildId)
    const opened = await moderator().select(message, 'sourceMenu', [String(source?.id)])
    expect(JSON.stringify(opened.message)).toContain('Replace address')
    const list = await moderator().press(message, 'What is posted where')
    expect(JSON.stringify(list.message)).toContain('Ferries')
  })

  it('is shown anew on the day of the server when it is asked to', async () => {
    const message = await ask('status')
    bot.clock.now = noon + 24 * hour
    const { message: later } = await moderator().press(message, 'Refresh')
    if (!later) throw new Error('no answer')
    expect(field(later, 'Read today')).toContain('**0** articles')
    expect(later.attachments[0]?.description).toContain('to 3.11')
    expect(later.attachments).toHaveLength(1)
  })

  it('is for moderators', async () => {
    await expect(bot.discord.as('member').command('status')).rejects.toThrow()
  })
})

describe('what /status says', () => {
  let deps: Deps
  let problems: Awaited<ReturnType<typeof createTestDeps>>['problems']
  let addSource: Awaited<ReturnType<typeof createTestDeps>>['addSource']

  beforeEach(async () => {
    ;({ deps, problems, addSource } = await createTestDeps())
    return () => deps.close()
  })

  async function subscribe(name: string, channelId: string, cron: string, nextRunAt: number) {
    const by = { guild_id: 'g1', created_by: 'theo', created_at: noon }
    const topic = await deps.stores.topics.add({ ...by, name, query: 'ferry' })
    return await deps.stores.subscriptions.put({
      ...by,
      topic_id: topic?.id ?? 0,
      channel_id: channelId,
      cron,
      time_zone: 'UTC',
      next_run_at: nextRunAt,
    })
  }
  const show = async () => (await run(status, {}, actor(), deps)).embeds?.[0]
  const next = async () => (await show())?.fields?.find(({ name }) => name === 'Next')?.value

  it('the next three runs, those that are due first and those that may come at any time last', async () => {
    await addSource('Harbour', ['g1'], [])
    await subscribe('Instant', '1', '* * * * *', noon + minute)
    await subscribe('Later', '2', '0 15 * * *', noon + 3 * hour)
    await subscribe('Overdue', '3', '0 11 * * *', noon - hour)
    await subscribe('Soon', '4', '0 13 * * *', noon + hour)
    const at = (time: number) => `<t:${time / 1000}:R>`
    expect((await next())?.split('\n')).toEqual([
      `${at(noon)} · **Overdue** in <#3>`,
      `${at(noon + hour)} · **Soon** in <#4>`,
      `${at(noon + 3 * hour)} · **Later** in <#2>`,
      '… and 1 more subscription',
    ])
  })

  it('which channels cannot be posted to, once each, and nothing of what is paused or mended', async () => {
    await addSource('Harbour', ['g1'], [])
    await subscribe('Ferries', '1', '0 9 * * *', noon + hour)
    await subscribe('Trains', '1', '0 9 * * *', noon + hour)
    const paused = await subscribe('Paused', '2', '0 9 * * *', noon + hour)
    const mended = await subscribe('Mended', '3', '0 9 * * *', noon + hour)
    const untagged = await subscribe('Forum', '4', '0 9 * * *', noon + hour)
    await deps.stores.subscriptions.setPaused(paused.id, true)
    await deps.stores.subscriptions.pause(mended.id, 'missing-permission:EmbedLinks')
    await deps.stores.subscriptions.pause(untagged.id, 'needs-tag')
    await deps.stores.settings.change('g1', { moderatorChannel: '5' })
    for (const id of ['1', '2', '5'])
      problems.set(id, { kind: 'missing-permission', permission: 'EmbedLinks' })
    const description = (await show())?.description ?? ''
    expect(description.match(/⛔ \*\*.*\*\*/g)?.toSorted()).toEqual([
      '⛔ **Alerts about sources**',
      '⛔ **Ferries, Trains**',
      '⛔ **Forum**',
    ])
    expect(description).toContain('“Embed Links” in <#1>')
    expect(await next()).toBe(`<t:${(noon + hour) / 1000}:R> · **Mended** in <#3>`)
  })

  it('that everything is paused', async () => {
    await addSource('Harbour', ['g1'], [])
    const { id } = await subscribe('Ferries', '1', '0 9 * * *', noon + hour)
    await deps.stores.subscriptions.setPaused(id, true)
    expect(await next()).toContain('/subscription resume')
  })

  it('that the index is not complete yet', async () => {
    const { description } = (await run(status, {}, actor(), { ...deps, indexComplete: () => false }))
      .embeds?.[0] ?? { description: '' }
    expect(description).toContain('are still being read')
  })

  it.each([
    ['Asia/Kathmandu', 'from 20.10 to 2.11'],
    ['Pacific/Kiritimati', 'from 21.10 to 3.11'],
  ])('days by the clocks of %s', async (zone, days) => {
    await addSource('Harbour', ['g1'], [{ title: 'Ferry' }])
    const { files } = await run(status, {}, actor({ timeZone: zone }), deps)
    expect(files?.[0]?.description).toContain(days)
  })

  it('what is wrong before anything else, within the limits of Discord, with the longest names', async () => {
    const longest = '*_'.repeat(100)
    const failure = { key: 'source.timeout' as const, params: { host: longest, seconds: 20 } }
    for (let i = 0; i < 30; i++) {
      const { source } = await addSource(`${i}${longest}`, ['g1'], [{ title: `n${i}` }])
      await deps.stores.sources.markFailed(source.id, failure, noon, noon)
    }
    for (let i = 0; i < 50; i++) {
      const channel = `9${String(i).padStart(19, '0')}`
      await subscribe(`${i}${longest}`.slice(0, 50), channel, '0 9 * * *', noon + i)
      if (i < 40) problems.set(channel, { kind: 'missing-permission', permission: 'EmbedLinks' })
    }
    const reply = await run(status, {}, actor(), deps)
    const [embed] = renderReply(reply).embeds
    expect(embed).toMatchObject({
      title: reply.embeds?.[0]?.title,
      description: reply.embeds?.[0]?.description,
      fields: reply.embeds?.[0]?.fields,
    })
    expect(embed && embedLength(embed)).toBeLessThanOrEqual(6000)
    expect(embed?.fields).toHaveLength(5)
    expect(embed?.description).toMatch(/^⛔/)
    expect(embed?.description).toMatch(/… and \d+ more$/)
    expect(renderFiles(reply)[0]?.description?.length).toBeLessThan(1024)
    const again = await press(status, 'status', actor(), deps)
    expect(again).toEqual(reply)
  })
})
