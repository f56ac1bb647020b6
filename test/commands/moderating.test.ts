import type { APIMessage } from 'discord-api-types/v10'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rss, type Site, startSite, startTestBot, type TestBot } from '../support/bot.js'
import { dialects, emptyDatabase } from '../support/database.js'
import { expectNoViolations } from '../support/discord.js'

/** What moderators look after, through the local Discord: lists, cards, forms, removals and the audit log. */
describe.each(dialects)('looking after a server on Discord, with %s', (dialect) => {
  let bot: TestBot
  let site: Site
  const day = 86_400_000
  const items = [
    { id: '1', title: 'Ferry timetable changes' },
    { id: '2', title: 'Tram line approved' },
  ]

  beforeAll(async () => {
    bot = await startTestBot(dialect === 'postgres' ? { database: await emptyDatabase(dialect) } : {})
    site = await startSite({
      '/feed': rss(items),
      '/other': rss([{ id: 'o1', title: 'Rowers win' }], 'Rowing Club'),
    })
  })
  afterAll(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const moderator = () => bot.discord.as('moderator')
  const isCard = { until: (message: APIMessage) => message.embeds.length > 0 }
  const must = (message: APIMessage | undefined) => {
    if (!message) throw new Error('no answer')
    return message
  }
  const ask = async (path: string, options = {}) =>
    must((await moderator().command(path, options, isCard)).message)
  const say = async (path: string, options = {}) => textOf(await ask(path, options))
  const press = async (message: APIMessage, label: string) =>
    must((await moderator().press(message, label)).message)
  /** Fills in the form that a button of a card opens; returns the form, and the card as it is then. */
  const fill = async (card: APIMessage, label: string, fields: Record<string, string>) => {
    const { modal } = await moderator().press(card, label)
    if (!modal) throw new Error('no form')
    return { form: JSON.stringify(modal), card: must((await moderator().submit(modal, fields)).message) }
  }
  const textOf = (message: APIMessage | undefined) => JSON.stringify(message ?? null)
  const marksOf = (message: APIMessage) => message.embeds[0]?.description ?? ''
  const labelsOf = (message: APIMessage) =>
    [...JSON.stringify(message.components).matchAll(/"label":"([^"]*)"/g)].map(([, l]) => l)
  const topicNames = async () =>
    (await bot.services.stores.topics.of(bot.discord.guildId)).map(({ name }) => name)
  const remove = async (path: string, options = {}) => await press(await ask(path, options), 'Yes, remove')

  it('says in every empty list what to do next', async () => {
    expect(await say('source list')).toContain('/source add')
    expect(await say('topic list')).toContain('/topic create')
    expect(await say('subscription list')).toContain('/subscribe')
    expect(await say('alerts list')).toContain('/alerts add')
    expect(await say('audit')).toContain('Nobody has changed anything yet')
  })

  it('filters a list, keeps the filter from page to page, and lifts it again', async () => {
    const { news = '', tech = '' } = bot.discord.channels
    await say('source add', { address: `${site.url}/feed` })
    await say('source add', { address: `${site.url}/other` })
    for (let i = 1; i <= 7; i++) await say('topic create', { name: `Ferry ${i}`, query: `ferry quay${i}` })
    await say('topic create', { name: 'Trams', query: 'tram', channel: news, schedule: 'daily 9:00' })
    let list = await ask('topic list', { words: 'FERRY' })
    expect(textOf(list)).toContain('Page 1 of 2 · 7 of 8')
    expect(marksOf(list)).toMatch(/^💤 \*\*Ferry 1\*\*/)
    list = await press(list, 'Next')
    expect(marksOf(list)).toContain('Ferry 7')
    expect(textOf(list)).not.toContain('Trams')
    list = await press(list, 'Show all')
    expect(textOf(list)).toContain('Page 1 of 2')
    expect(textOf(list)).not.toContain('of 8')
    expect(marksOf(await ask('topic list', { posted: true }))).toBe(
      `🟢 **Trams** watches for: tram\n→ <#${news}>`,
    )
    const none = await ask('source list', { words: 'no such' })
    expect(textOf(none)).toContain('fits the filter')
    expect(textOf(await press(none, 'Show all'))).toContain('Rowing Club')
    expect(marksOf(await ask('source list', { state: 'ok', words: 'rowing' }))).toMatch(/^🟢 \*\*Rowing Club/)
    expect(textOf(await ask('subscription list', { channel: news }))).toContain('Trams')
    expect(textOf(await ask('subscription list', { channel: tech }))).toContain('fits the filter')
    expect(textOf(await ask('subscription list', { state: 'paused' }))).toContain('fits the filter')
  })

  it('does not show the filtered list of one person to another', async () => {
    const view = await ask('topic list', { words: 'ferry' })
    const id = /topicList:2:\d+/.exec(textOf(view))?.[0] ?? ''
    await expect(bot.discord.as('member').press(view, id)).rejects.toThrow()
  })

  it('opens a topic from the list: what it watches for, what came lately, and what can be done', async () => {
    const list = await ask('topic list', { words: 'tram' })
    const value = /"value":"(\d+)"/.exec(textOf(list))?.[1] ?? ''
    const card = must((await moderator().select(list, 'topicOpen', [value])).message)
    expect(textOf(card)).toContain('Watches for: tram')
    expect(textOf(card)).toContain('Width: normal')
    expect(textOf(card)).toContain('1 article matched it in the last seven days')
    expect(labelsOf(card)).toEqual(['Edit', 'Test', 'Remove'])
    const tested = await press(card, 'Test')
    expect(textOf(tested)).toContain('Tram line approved')
  })

  it('edits a topic in a form that holds what it is, and loses nothing when a value is wrong', async () => {
    const card = await ask('topic edit', { topic: 'Trams' })
    const wanted = { query: 'tram OR rail', width: 'wide' }
    const first = await fill(card, 'Edit', { ...wanted, name: 'ferry 1' })
    expect(first.form).toContain('"value":"Trams"')
    expect(first.form).toMatch(/"value":"normal","default":true/)
    expect(textOf(first.card)).toContain('is a topic called “ferry 1” already')
    expect(await topicNames()).toContain('Trams')
    const second = await fill(first.card, 'Try again', { ...wanted, name: 'Rails' })
    expect(second.form).toContain('"value":"tram OR rail"')
    expect(second.form).toMatch(/"value":"wide","default":true/)
    expect(textOf(second.card)).toContain('Width: wide')
    expect(await topicNames()).toContain('Rails')
    expect(await say('audit')).toMatch(/renamed the topic \*\*Trams\*\* to \*\*Rails\*\*/)
  })

  it('edits a subscription in a form; what is left empty is taken back', async () => {
    const { news = '' } = bot.discord.channels
    const list = await ask('subscription list')
    const value = /"value":"(\d+)"/.exec(textOf(list))?.[1] ?? ''
    const card = must((await moderator().select(list, 'subscription:', [value])).message)
    expect(labelsOf(card)).toEqual(['Pause', 'Post now', 'Edit', 'Remove'])
    const wanted = {
      schedule: 'weekdays 8:30',
      time_zone: 'Europe/Berlin',
      quiet_hours: '22-7',
      text: '**{title}**',
    }
    const wrong = await fill(card, 'Edit', { ...wanted, max: '99' })
    expect(wrong.form).toContain('"value":"daily 9:00"')
    expect(textOf(wrong.card)).toContain('a number from 1 to 25')
    const right = await fill(wrong.card, 'Try again', { ...wanted, max: '3' })
    for (const text of ['weekdays at 8:30', 'Europe/Berlin', '22:00-7:00', 'At most 3 posts'])
      expect(textOf(right.card)).toContain(text)
    const bare = await fill(right.card, 'Edit', { schedule: 'daily 9:00', time_zone: 'UTC' })
    expect(textOf(bare.card)).not.toMatch(/At most|22:00|Text:/)
    expect(await say('audit')).toContain(`changed how **Rails** is posted to <#${news}>`)
  })

  it('edits a source in a form that never shows the value of a header, nor does the audit log', async () => {
    const card = await ask('source health', { source: 'Rowing Club' })
    const set = await fill(card, 'Edit', {
      full_text: 'never',
      headers: 'Authorization: Bearer s3cret\nX-Club: 1',
    })
    const kept = await fill(set.card, 'Edit', { full_text: 'always', headers: 'authorization' })
    expect(kept.form).toContain('"value":"Authorization\\nX-Club"')
    const [source] = (await bot.services.stores.followers.followedBy(bot.discord.guildId)).filter(
      ({ title }) => title === 'Rowing Club',
    )
    expect(source?.headers).toEqual({ Authorization: 'Bearer s3cret' })
    expect(source?.full_text).toBe('always')
    const log = await say('audit')
    expect(log).toContain('with the headers Authorization')
    expect(log + textOf(kept.card)).not.toContain('s3cret')
  })

  it('asks once before it removes a topic, says what is lost, and takes it back with its posts', async () => {
    site.pages['/feed'] = rss([{ id: '3', title: 'Tram drivers wanted' }, ...items])
    await bot.pass(3_600_000)
    const question = await ask('topic delete', { topic: 'Rails' })
    expect(textOf(question)).toContain(
      'no longer posted to the one channel that has it. 1 article that waits',
    )
    expect(textOf(await press(question, 'Keep it'))).toContain('Nothing was removed')
    expect(await topicNames()).toContain('Rails')
    const done = await remove('topic delete', { topic: 'Rails' })
    expect(await topicNames()).not.toContain('Rails')
    await bot.restart()
    expect(textOf(await press(done, 'Undo'))).toContain('is back')
    await bot.pass(day)
    const titles = bot.discord.messages(bot.discord.channels.news ?? '').map(({ embeds }) => embeds[0]?.title)
    expect(titles).toEqual(['Tram drivers wanted'])
  })

  it('takes a source back from the audit log: what waited is posted, nothing twice', async () => {
    const { news = '' } = bot.discord.channels
    site.pages['/feed'] = rss([
      { id: '4', title: 'Tram depot burns' },
      { id: '3', title: 'Tram drivers wanted' },
    ])
    await bot.pass(3_600_000)
    const question = await ask('source remove', { source: 'Harbour News' })
    expect(textOf(question)).toContain(
      'Its 4 articles are no longer shown here. 1 topic that has articles of it',
    )
    await press(question, 'Yes, remove')
    expect(await say('search', { query: 'tram depot' })).not.toContain('Tram depot burns')
    const log = await ask('audit')
    expect(textOf(log)).toContain(`<@${moderator().id}> removed the source **Harbour News**`)
    expect(textOf(await press(log, 'Undo'))).toContain('follows **Harbour News** again')
    expect(await say('audit')).toMatch(/removed the source \*\*Harbour News\*\* · undone <t:/)
    await bot.pass(day)
    const titles = bot.discord.messages(news).map(({ embeds }) => embeds[0]?.title)
    expect(titles).toEqual(['Tram drivers wanted', 'Tram depot burns'])
  })

  it('undoes no removal twice, too late, or when something else has taken its place', async () => {
    const undo = async (message: APIMessage) => {
      const { message: answer, followups } = await moderator().press(message, 'Undo')
      return textOf(answer) + JSON.stringify(followups)
    }
    const topic = await remove('topic delete', { topic: 'Ferry 1' })
    const twin = await ask('audit')
    await say('topic create', { name: 'ferry 1', query: 'boat' })
    expect(await undo(topic)).toContain('another topic called “Ferry 1”')
    await say('topic edit', { topic: 'ferry 1', name: 'Boats' })
    expect(await undo(topic)).toContain('is back')
    expect(await undo(twin)).toContain('undone already')

    const source = await remove('source remove', { source: 'Rowing Club' })
    await say('source add', { address: `${site.url}/other` })
    expect(await undo(source)).toContain('followed again already')

    const subscription = await remove('unsubscribe', {
      topic: 'Rails',
      channel: bot.discord.channels.news ?? '',
    })
    bot.clock.now += day + 1
    expect(await undo(subscription)).toContain('more than a day ago')
    expect(labelsOf(await ask('audit'))).not.toContain('Undo')
  })

  it('saves no form over what somebody else changed meanwhile, unless it is sent again', async () => {
    await say('topic create', { name: 'Race', query: 'race' })
    const { modal } = await moderator().press(await ask('topic edit', { topic: 'Race' }), 'Edit')
    if (!modal) throw new Error('no form')
    await say('topic edit', { topic: 'Race', name: 'Regatta' })
    const { message } = await moderator().submit(modal, { name: 'Race', query: 'rowing', width: 'normal' })
    expect(textOf(message)).toContain('changed this while your form was open')
    expect(await topicNames()).toContain('Regatta')
    const again = await fill(must(message), 'Try again', { name: 'Race', query: 'rowing', width: 'normal' })
    expect(again.form).toContain('"value":"rowing"')
    expect(textOf(again.card)).toContain('Watches for: rowing')
  })

  it('removes once what two moderators remove at once, and notes it once', async () => {
    const path = {
      topic: ['topic delete', { topic: 'Race' }],
      source: ['source remove', { source: 'Rowing Club' }],
    } as const
    for (const [removed, options] of Object.values(path)) {
      const questions = [await ask(removed, options), await ask(removed, options)]
      const answers = await Promise.all(questions.map((each) => moderator().press(each, 'Yes, remove')))
      const done = answers.filter(({ message }) => labelsOf(must(message)).includes('Undo'))
      expect(done).toHaveLength(1)
      await press(must(done[0]?.message), 'Undo')
      expect((await say('audit')).match(/"Undo"/g)).toBeNull()
    }
  })

  it('brings no topic back where there are as many as there can be', async () => {
    const undo = await remove('topic delete', { topic: 'Race' })
    const had = (await topicNames()).length
    for (let i = had; i < 50; i++) await say('topic create', { name: `Filler ${i}`, query: `word${i}` })
    const { message, followups } = await moderator().press(undo, 'Undo')
    expect(textOf(message) + JSON.stringify(followups)).toContain('has 50 topics already')
    expect(await topicNames()).toHaveLength(50)
  })

  it('takes no name that cannot be seen, nor one that turns other text around', async () => {
    for (const name of ['\u200b\u2060', '\u3164', '\ud800'])
      expect(await say('topic edit', { topic: 'Boats', name }), JSON.stringify(name)).toContain('name')
    await say('topic edit', { topic: 'Boats', name: '\u202eBoats 👩‍🚀\u2066' })
    expect(await topicNames()).toContain('Boats 👩‍🚀')
  })

  it('shows in the audit log also what another version of the bot has noted otherwise', async () => {
    const made = { guild_id: bot.discord.guildId, user_id: '1', undo: null, at: bot.clock.now }
    const { audit } = bot.services.stores
    await audit.add({ ...made, action: 'topic.renamed', detail: '{"before":"Tides"}' })
    await audit.add({ ...made, action: 'topic.painted', detail: '{}' })
    await say('topic edit', { topic: 'Rails', query: 'tram OR railway' })
    expect(await say('audit')).toMatch(/to: tram OR railway.*topic\.painted.*topic\.renamed/)
  })

  it('asks members before it removes what they watch for, and notes nothing of it', async () => {
    const member = bot.discord.as('member')
    await member.command('alerts add', { query: 'elephant' }, isCard)
    const list = must((await member.command('alerts list', {}, isCard)).message)
    expect(marksOf(list)).toMatch(/^🟢 \*\*elephant\*\*/)
    const value = /"value":"(\d+)"/.exec(textOf(list))?.[1] ?? ''
    const card = must((await member.select(list, 'alert', [value])).message)
    const question = must((await member.press(card, 'Remove')).message)
    expect(textOf(question)).toContain('Stop watching for **elephant**? Nothing waits to be sent.')
    expect(textOf((await member.press(question, 'Yes, remove')).message)).toContain('no longer watch')
    expect(await say('audit')).not.toContain('elephant')
  })

  it('keeps moderators’ commands and buttons from members', async () => {
    const member = bot.discord.as('member')
    await expect(member.command('audit')).rejects.toThrow()
    const { message } = await member.command('help', {}, isCard)
    expect(textOf(message)).not.toMatch(/\/audit|\/topic list/)
  })
})
