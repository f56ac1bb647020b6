import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromRoot } from '../../src/core/root.js'
import { rss, startSite, startTestBot, type TestBot } from '../support/bot.js'
import { dialects, emptyDatabase } from '../support/database.js'
import { expectNoViolations } from '../support/discord.js'

const glassworks = `<!doctype html><html lang="en"><head><title>Glassworks to reopen</title></head><body><article><h1>Glassworks to reopen</h1>
<p>The old glassworks in Millgate will reopen in September with forty glassblowers. They will make lamps and bottles for the whole coast.</p>
<p>The furnace was cold for eleven years. It burns hydrogen now, which comes from the tidal plant in the estuary and costs less than gas.</p>
<p>The town pays a third of the work. The rest comes from a fund of former workers who never stopped meeting on Thursdays.</p></article></body></html>`
const wall = `<!doctype html><html lang="en"><head><title>Secret glass</title></head><body><article><h1>Secret glass</h1><p>Subscribe now to continue reading this story. Already a subscriber? Sign in.</p></article></body></html>`

/** Every command through the local Discord, by the unmodified discord.js client, as people use them. */
describe.each(dialects)('commands on Discord, with %s', (dialect) => {
  let bot: TestBot
  let site: Awaited<ReturnType<typeof startSite>>
  const items = [
    {
      id: '1',
      title: 'Ferry timetable changes in spring',
      text: 'The ferry will leave every hour. Boats are full.',
    },
    {
      id: '2',
      title: 'Library opens a second reading room',
      text: 'The reading room has forty seats for readers.',
    },
    {
      id: '3',
      title: 'Tram line to the harbour approved',
      text: 'The council approved the tram line to the harbour.',
    },
    ...Array.from({ length: 9 }, (_, i) => ({ id: `m${i}`, title: `Market report number ${i}` })),
  ]

  beforeAll(async () => {
    bot = await startTestBot(dialect === 'postgres' ? { database: await emptyDatabase(dialect) } : {})
    site = await startSite({
      '/feed': rss(items),
      '/page': '<!doctype html><html><body>Hi</body></html>',
      '/library': rss(items, 'Library News'),
      '/glass': glassworks,
      '/wall': wall,
      '/pdf': (_, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7'),
    })
  })
  afterAll(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const member = () => bot.discord.as('member')
  const moderator = () => bot.discord.as('moderator')
  const textOf = (message: { content: string; embeds: unknown[] } | undefined) =>
    JSON.stringify(message ?? null)
  const say = async (path: string, options = {}, who = moderator()) => {
    // Progress is plain text; every answer is a card.
    const outcome = await who.command(path, options, { until: (message) => message.embeds.length > 0 })
    expect(outcome.failed).toBeUndefined()
    expect(outcome.ephemeral).toBe(true)
    return textOf(outcome.message)
  }

  /** Removes something, as whoever is asked whether they are sure. */
  const remove = async (path: string, options = {}, who = moderator()) => {
    const { message } = await who.command(path, options)
    return textOf((await who.press(message as never, 'Yes, remove')).message)
  }

  it('tells a member that nothing is followed yet', async () => {
    expect(await say('search', { query: 'ferry' }, member())).toContain('/source add')
    expect(await say('latest', {}, member())).toContain('/source add')
    expect(await say('source list')).toContain('/source add')
  })

  it('/source add follows a feed and says what it read, privately', async () => {
    const text = await say('source add', { address: `${site.url}/feed` })
    expect(text).toContain('Harbour News')
    expect(text).toContain('12 articles')
    expect(await say('source add', { address: `${site.url}/feed` })).toContain('follows Harbour News already')
  })

  it.each([
    ['nothing there', () => `${site.url}/gone`, 'HTTP 404'],
    ['a closed port', () => 'http://127.0.0.1:9/feed', 'does not accept connections'],
    ['a private address', () => 'http://10.0.0.1/feed', 'private address'],
    ['no address', () => 'http://', 'is not an address that can be read'],
    ['another scheme', () => 'ftp://a.test/feed', 'is not an address that can be read'],
    ['no folder', () => '/no/such/folder', 'There is no folder'],
  ])('/source add refuses %s in one sentence and saves nothing', async (_, address, sentence) => {
    const before = (await bot.services.stores.sources.all()).length
    expect(await say('source add', { address: address() })).toContain(sentence)
    expect((await bot.services.stores.sources.all()).length).toBe(before)
  })

  it('/source add reads a folder', async () => {
    const text = await say('source add', { address: fromRoot('data/samples/riverton-herald') })
    expect(text).toMatch(/\d+ excerpts, and \d+ headlines/)
  })

  it('/source list shows every source with its count', async () => {
    const text = await say('source list')
    expect(text).toContain('Harbour News')
    expect(text).toContain('12 articles')
    expect(text).toContain('Riverton Herald')
  })

  it('/search finds the article about the words first and bolds them', async () => {
    const text = await say('search', { query: 'tram harbour' }, member())
    expect(text).toContain('Tram line to the harbour approved')
    expect(text).toContain('**tram**')
  })

  it.each([
    ['only stop words', 'the and of'],
    ['emoji', '🦜🦜🦜'],
    ['2,000 characters of nothing known', 'qxz '.repeat(500)],
    ['an unknown word', 'xylophonist'],
    ['500 quotes', '"'.repeat(500)],
  ])('/search answers a query of %s with one plain sentence', async (_, query) => {
    const outcome = await member().command('search', { query })
    expect(outcome.failed).toBeUndefined()
    expect(outcome.ephemeral).toBe(true)
    expect(outcome.message?.embeds[0]?.description).toMatch(/\.$/)
  })

  it('/search pages with buttons that still work after a restart', async () => {
    const first = await member().command('search', { query: 'market report' })
    expect(textOf(first.message)).toContain('Page 1 of 3')
    await bot.restart()
    if (!first.message) throw new Error('no answer')
    const second = await member().press(first.message, 'Next')
    expect(textOf(second.message)).toContain('Page 2 of 3')
    const back = await member().press(first.message, 'Previous')
    expect(textOf(back.message)).toContain('Page 1 of 3')
  })

  it('/search narrows, sorts and shares after a restart', async () => {
    const first = await member().command('search', { query: 'harbour OR market' })
    if (!first.message) throw new Error('no answer')
    await bot.restart()
    const narrowed = await member().select(first.message, 'searchNarrow', ['source:"Harbour News"'])
    expect(textOf(narrowed.message)).toContain('10 articles')
    const sorted = await member().press(first.message, 'Newest first')
    expect(textOf(sorted.message)).toContain('Best first')
    const opened = await member().select(first.message, 'article', [
      String((await bot.services.stores.articles.latest(new Set([1]), 1))[0]?.id),
    ])
    expect(opened.ephemeral).toBe(true)
    const general = () => bot.discord.messages(bot.discord.channels.general ?? '')
    const before = general().length
    await member().press(first.message, 'Share with the channel')
    await expect.poll(() => general().length).toBe(before + 1)
    expect(textOf(general().at(-1))).toContain(`Shared by <@${member().id}>`)
  })

  it('/search takes the same from its options as from its text', async () => {
    const typed = await say('search', { query: 'market source:"Harbour News" sort:newest' }, member())
    const picked = { query: 'market', source: 'Harbour News', sort: 'newest' }
    const found = (text: string) => JSON.parse(text).embeds[0].description
    expect(found(await say('search', picked, member()))).toBe(found(typed))
    expect(await say('search', { query: 'market', period: 'someday' }, member())).toContain('is not a period')
  })

  it('/search suggests while typing, and what was searched for before', async () => {
    const suggested = await member().autocomplete('search', { query: 'market so' }, 'query')
    expect(suggested.length).toBeLessThanOrEqual(25)
    const own = await member().autocomplete('search', { query: 'mark' }, 'query')
    expect(own[0]?.value).toBe('market report')
    const fields = await member().autocomplete('search', { query: 'tram source:harb' }, 'query')
    expect(fields.map(({ value }) => value)).toEqual(['tram source:"Harbour News"'])
    expect((await moderator().autocomplete('search', { query: 'mark' }, 'query'))[0]?.value).not.toBe(
      'market report',
    )
  })

  it('/ask quotes the article, is asked about one, and shares after a restart', async () => {
    const answer = await member().command('ask', { question: 'How many seats does the reading room have?' })
    expect(answer.ephemeral).toBe(true)
    expect(textOf(answer.message)).toContain('The reading room has **forty** seats for readers.')
    if (!answer.message) throw new Error('no answer')
    await bot.restart()
    const general = () => bot.discord.messages(bot.discord.channels.general ?? '')
    const before = general().length
    await member().press(answer.message, 'Share with the channel')
    await expect.poll(() => general().length).toBe(before + 1)

    const opened = await member().command('summary article', { article: 'ferry timetable' })
    if (!opened.message) throw new Error('no summary')
    const { modal } = await member().press(opened.message, 'Ask about it')
    if (!modal) throw new Error('no form')
    const about = await member().submit(modal, { question: 'How often will the ferry leave?' })
    expect(textOf(about.message)).toContain('The ferry will leave every hour.')
    expect(await say('ask', { question: 'Who composed the opera?' }, member())).toContain('answers this')
  })

  it('/latest lists the newest first, pages, and opens one from the menu', async () => {
    const list = await member().command('latest')
    expect(textOf(list.message)).toMatch(/Page 1 of \d/)
    if (!list.message) throw new Error('no answer')
    const next = await member().press(list.message, 'Next')
    expect(textOf(next.message)).toMatch(/Page 2 of \d/)
    const [article] = await bot.services.stores.articles.latest(new Set([1]), 1)
    const search = await member().command('search', { query: article?.title ?? '' })
    if (!search.message) throw new Error('no answer')
    const opened = await member().select(search.message, 'article', [String(article?.id)])
    expect(textOf(opened.message)).toContain(article?.title ?? '?')
  })

  it('/latest can be limited to one source by its title', async () => {
    const text = await say('latest', { source: 'Harbour News' }, member())
    expect(text).toContain('12 articles')
    expect(await say('latest', { source: 'Nobody' }, member())).toContain('follows no source called')
  })

  it('/summary takes a suggestion, an address or words of a title', async () => {
    const [choice] = await member().autocomplete('summary article', { article: 'ferry' }, 'article')
    expect(choice?.name).toBe('Ferry timetable changes in spring')
    for (const article of [String(choice?.value), 'https://harbour.test/1', 'ferry timetable'])
      expect(await say('summary article', { article }, member())).toContain(
        'The ferry will leave every hour.',
      )
    expect(await say('summary article', { article: 'https://nowhere.test/' }, member())).toContain(
      'is in the index',
    )
  })

  it('/topic create makes topic and subscription in one step, or neither', async () => {
    const { news = '' } = bot.discord.channels
    expect(
      await say('topic create', { name: 'Trams', query: 'tram', channel: news, schedule: 'every blue moon' }),
    ).toContain('is not a schedule')
    expect(await say('topic list')).toContain('There are no topics yet')
    const text = await say('topic create', {
      name: 'Trams',
      query: 'tram',
      channel: news,
      schedule: 'every minute',
    })
    expect(text).toContain(`<#${news}>`)
    expect(await say('topic create', { name: 'trams', query: 'x' })).toContain('is a topic called')
    expect(await say('topic create', { name: 'Nothing', query: 'the of and' })).toContain(
      'no word to watch for',
    )
    expect(await say('topic create', { name: 'Circle', query: 'x topic:trams' })).toContain(
      'made of another topic',
    )
    expect(await say('topic list')).toContain('Trams')
  })

  it.each([
    ['a bad cron expression', { schedule: '99 * * * *' }, 'is not a schedule'],
    ['cron with seconds', { schedule: '* * * * * *' }, 'is not a schedule'],
    ['cron that never comes', { schedule: '0 0 31 2 *' }, 'is not a schedule'],
    ['an unknown time zone', { time_zone: 'Mars/Olympus' }, 'is not a time zone'],
  ])('/subscribe refuses %s', async (_, options, sentence) => {
    expect(await say('subscribe', { topic: 'Trams', ...options })).toContain(sentence)
  })

  it('/subscribe and /unsubscribe name what is missing', async () => {
    const { tech = '', general = '' } = bot.discord.channels
    expect(await say('subscribe', { topic: 'Nobody' })).toContain('no topic called')
    bot.discord.setPermissions(tech, 1n << 11n)
    await expect
      .poll(() => say('subscribe', { topic: 'Trams', channel: tech }))
      .toContain('lacks the permission “Send Messages”')
    bot.discord.setPermissions(tech, 0n)
    await expect.poll(() => say('subscribe', { topic: 'Trams', channel: tech })).toContain('are posted to')
    expect(await remove('unsubscribe', { topic: 'Trams', channel: tech })).toContain('no longer posted')
    expect(await say('unsubscribe', { topic: 'Trams', channel: general })).toContain('is not posted to')
  })

  it('suggests topics, schedules and time zones while typing', async () => {
    const names = async (focused: string, typed: string) =>
      (await moderator().autocomplete('subscribe', { topic: 'Trams', [focused]: typed }, focused)).map(
        (c) => c.name,
      )
    expect(await names('topic', 'tr')).toEqual(['Trams'])
    expect((await names('schedule', 'daily'))[0]).toMatch(/^daily · (?:\S+ \d+ \S+|\S+, .*), 09:00 · /)
    expect(await names('time_zone', 'berl')).toEqual(['Europe/Berlin'])
  })

  it('posts each new article once, and a moderator command is not for members', async () => {
    const { news = '' } = bot.discord.channels
    site.pages['/feed'] = rss([{ id: '20', title: 'Tram drivers wanted' }, ...items])
    await bot.pass(60_000)
    await bot.pass(60_000)
    const posts = bot.discord.messages(news)
    expect(posts.map((post) => post.embeds[0]?.title)).toEqual(['Tram drivers wanted'])
    const [post] = posts
    if (!post) throw new Error('no post')
    const opened = await member().press(post, 'Summarise')
    expect(opened.ephemeral).toBe(true)
    expect(textOf(opened.message)).toContain('It was announced in the town hall')
    await expect(member().command('source list')).rejects.toThrow()
  })

  it('/why tells what became of an article in each subscription', async () => {
    const { news = '' } = bot.discord.channels
    const [post] = bot.discord.messages(news)
    await say('topic create', { name: 'Libraries', query: 'library' })
    const posted = await say('why', { article: 'tram drivers wanted' })
    expect(posted).toContain(`https://discord.com/channels/${bot.discord.guildId}/${news}/${post?.id}`)
    expect(posted).toContain('**Libraries** does not fit')
    expect(await say('why', { article: 'library opens' })).toContain(
      '**Libraries** fits (library in the title), but is posted nowhere',
    )
    expect(await say('why', { article: 'tram line to the harbour' })).toContain('before this subscription')
    expect(await say('why', { article: 'https://nowhere.test/' })).toContain('is in the index')
    await remove('topic delete', { topic: 'Libraries' })
  })

  it('/summary topic tells what happened, pages after a restart, and is shared with its chart', async () => {
    const { general = '' } = bot.discord.channels
    await say('topic create', { name: 'Markets', query: 'market' })
    const outcome = await member().command('summary topic', { topic: 'Markets', period: 'last 7 days' })
    const first = textOf(outcome.message)
    expect(first).toContain('9 articles')
    expect(outcome.message?.attachments).toMatchObject([{ content_type: 'image/png' }])
    expect(outcome.message?.attachments[0]?.description).toContain('Articles per day')
    await bot.restart()
    await member().press(outcome.message as never, 'Next')
    expect(textOf(outcome.message)).not.toBe(first)
    await member().press(outcome.message as never, 'Share with the channel')
    expect(textOf(bot.discord.messages(general).at(-1))).toContain('Shared by')
    expect(await say('summary topic', { topic: 'Nothing' }, member())).toContain('no topic called')
    await remove('topic delete', { topic: 'Markets' })
  })

  it('/subscribe style:digest posts one message for all that waits', async () => {
    const { tech = '' } = bot.discord.channels
    await say('topic create', {
      name: 'Boats',
      query: 'boat',
      channel: tech,
      schedule: 'every minute',
      style: 'digest',
      coverage: true,
    })
    const boats = ['red', 'green', 'blue'].map((colour, i) => ({
      id: `b${i}`,
      title: `A ${colour} boat sinks`,
    }))
    site.pages['/feed'] = rss([...boats, ...items])
    await bot.pass(60_000)
    await bot.pass(60_000)
    const posts = bot.discord.messages(tech)
    expect(posts.map((post) => post.embeds[0]?.title)).toEqual(['Boats: what is new'])
    for (const { title } of boats) expect(posts[0]?.embeds[0]?.description).toContain(title)
    const [first] = /"value":"(\d+)"/.exec(textOf(posts[0]))?.slice(1) ?? []
    const picked = await member().select(posts[0] as never, 'posts', [first ?? ''])
    expect(textOf(picked.message)).toContain('boat sinks')
    await remove('topic delete', { topic: 'Boats' })
  })

  it('posts to a forum with its tag, waits while a permission is missing, and goes on when it is back', async () => {
    const { 'reading-circle': forum = '', general = '' } = bot.discord.channels
    const made = { name: 'Comets', query: 'comet', schedule: 'every minute' }
    expect(await say('topic create', { ...made, channel: forum, tag: 'Nonsense' })).toContain('News, Science')
    expect(await say('topic create', { ...made, channel: general, tag: 'News' })).toContain('is no forum')
    expect(await say('topic create', { ...made, channel: general, publish: true })).toContain(
      'cannot be published',
    )
    expect(await say('topic create', { ...made, channel: forum, quiet_hours: 'always' })).toContain(
      '22:00-7:00',
    )
    expect(await say('topic create', { ...made, channel: forum, text: '{nothing}' })).toContain('{title}')
    expect(await say('topic create', { ...made, channel: forum, mention: bot.discord.guildId })).toContain(
      'may not mention',
    )
    await say('topic create', { ...made, channel: forum, tag: 'science', text: 'Read this:' })
    bot.discord.setPermissions(forum, 1n << 11n)
    site.pages['/feed'] = rss([{ id: 'k1', title: 'A comet comes near' }, ...items])
    await bot.pass(3_600_000)
    await bot.pass(60_000)
    expect(await say('why', { article: 'a comet comes' })).toContain('lacks the permission “Send Messages”')
    bot.discord.setPermissions(forum, 0n)
    await bot.restart()
    await bot.pass(60_000)
    const told = await say('why', { article: 'a comet comes' })
    const thread = /channels\/\d+\/(\d+)\/(\d+)/.exec(told)
    expect(thread?.[1]).toBe(thread?.[2])
    const [first] = bot.discord.messages(thread?.[2] ?? '')
    expect(first?.content).toBe('Read this:')
    expect(first?.embeds[0]?.title).toBe('A comet comes near')
    await remove('topic delete', { topic: 'Comets' })
  })

  it('/alerts sends what a person watches for to that person alone, with buttons that work there', async () => {
    expect(await say('alerts list', {}, member())).toContain('watch for nothing')
    expect(await say('alerts add', { query: 'the of' }, member())).toContain('no word to watch for')
    expect(await say('alerts add', { query: 'elephant' }, member())).toContain('direct message instantly')
    expect(await say('alerts add', { query: 'elephant' }, member())).toContain('already')
    expect(await say('topic list')).not.toContain('elephant')
    site.pages['/feed'] = rss([{ id: 'e1', title: 'An elephant escapes' }, ...items])
    await bot.pass(3_600_000)
    await bot.pass(60_000)
    const direct = bot.discord.messagesWith('member')
    expect(direct.map(({ embeds }) => embeds[0]?.title)).toEqual(['An elephant escapes'])
    const opened = await member().press(direct[0] as never, 'Summarise')
    expect(textOf(opened.message)).toContain('It was announced in the town hall')
    await expect(moderator().press(direct[0] as never, 'Summarise')).rejects.toThrow()
    const list = await member().command('alerts list')
    expect(await say('alerts list', {}, moderator())).toContain('watch for nothing')
    const value = /"value":"(\d+)"/.exec(textOf(list.message))?.[1] ?? ''
    const one = await member().select(list.message as never, 'alert', [value])
    await member().press(one.message as never, 'Pause')
    expect(textOf(one.message)).toContain('paused')
    expect(await say('alerts remove', { alert: value }, moderator())).toContain('no such alert')
    expect(await remove('alerts remove', { alert: value }, member())).toContain('no longer watch')
  })

  it('/topic test and /topic edit show what a query takes, and why', async () => {
    await say('topic create', { name: 'Drivers', query: 'tram drivers' })
    const tested = await say('topic test', { topic: 'Drivers' })
    expect(tested).toMatch(
      /would have been posted for:.*Tram drivers wanted.*tram in the title; drivers in the title/s,
    )
    const tried = await say('topic test', { query: 'harbour approved', width: 'strict' })
    expect(tried).toContain('Tram line to the harbour approved')
    expect(await say('topic test', {})).toContain('Choose a topic')
    expect(await say('topic edit', { topic: 'Drivers', width: 'wide' })).toContain('(wide)')
    expect(await say('topic edit', { topic: 'Drivers' })).toContain('Width: wide')
    expect(await say('topic edit', { topic: 'Drivers', query: 'the of' })).toContain('no word to watch for')
    await remove('topic delete', { topic: 'Drivers' })
  })

  it('/subscription pauses, keeps what comes meanwhile, runs, moves and removes', async () => {
    const { tech = '', general = '' } = bot.discord.channels
    await say('topic create', { name: 'Cranes', query: 'crane', channel: tech, schedule: 'daily 9:00' })
    const [choice] = await moderator().autocomplete(
      'subscription edit',
      { subscription: 'cran' },
      'subscription',
    )
    expect(choice?.name).toBe('Cranes → #tech')
    const subscription = choice?.value as string
    const list = await moderator().command('subscription list')
    expect(textOf(list.message)).toContain(`**Cranes** in <#${tech}>`)
    const opened = await moderator().select(list.message as never, 'subscription', [subscription])
    expect(textOf(opened.message)).toContain('Next: <t:')
    await moderator().press(opened.message as never, 'Pause')
    expect(textOf(opened.message)).toContain('paused')
    await bot.restart()
    site.pages['/feed'] = rss([{ id: 'c1', title: 'A crane lifts the bridge' }, ...items])
    await bot.pass(24 * 3_600_000)
    const posts = () =>
      bot.discord.messages(tech).filter(({ embeds }) => /crane/.test(embeds[0]?.title ?? ''))
    expect(posts()).toHaveLength(0)
    expect(await say('subscription run', { subscription })).toContain('is paused')
    expect(await say('subscription resume', { subscription })).toContain('1 article waits')
    expect(await say('why', { article: 'a crane lifts' })).toContain('waits to be posted')
    expect(await say('subscription run', { subscription })).toContain('posted now')
    await bot.pass(60_000)
    expect(posts()).toHaveLength(1)
    expect(await say('subscription run', { subscription })).toContain('up to date')
    const edited = await say('subscription edit', { subscription, channel: general, schedule: 'hourly' })
    expect(edited).toContain(`<#${general}>`)
    expect(edited).toContain('hour')
    expect(await say('subscription edit', { subscription })).toContain('Choose what to change')
    expect(await say('subscription edit', { subscription: 'nonsense', schedule: 'hourly' })).toContain(
      'no such subscription',
    )
    expect(await remove('subscription remove', { subscription })).toContain('no longer posted')
    expect(await say('subscription resume', { subscription })).toContain('no such subscription')
    await remove('topic delete', { topic: 'Cranes' })
  })

  it('/topic list and /source list page when there is more than fits', async () => {
    for (let i = 0; i < 6; i++) await say('topic create', { name: `Topic ${i}`, query: `word${i}` })
    const list = await moderator().command('topic list')
    expect(textOf(list.message)).toContain('Page 1 of 2')
    if (!list.message) throw new Error('no answer')
    expect(textOf((await moderator().press(list.message, 'Next')).message)).toContain('Trams')
    for (let i = 0; i < 6; i++) await remove('topic delete', { topic: `Topic ${i}` })
  })

  it('/topic delete stops the posts', async () => {
    expect(await remove('topic delete', { topic: 'Trams' })).toContain('deleted')
    site.pages['/feed'] = rss([{ id: '21', title: 'Tram museum opens' }, ...items])
    await bot.pass(120_000)
    expect(bot.discord.messages(bot.discord.channels.news ?? '')).toHaveLength(1)
  })

  it('/source remove hides its articles from this server', async () => {
    expect(await remove('source remove', { source: 'Harbour News' })).toContain('no longer follows')
    expect(await say('search', { query: 'tram museum' }, member())).not.toContain('Tram museum')
    expect(await say('source remove', { source: 'Harbour News' })).toContain('follows no source called')
  })

  it('/help shows members only what members can do', async () => {
    expect(await say('help', {}, member())).not.toContain('/source add')
    expect(await say('help')).toContain('/source add')
  })

  it('logs a fault and gives the person its reference', async () => {
    const broken = bot.services.stores.topics.of
    bot.services.stores.topics.of = () => Promise.reject(new Error('disk on fire'))
    const text = await say('topic list')
    bot.services.stores.topics.of = broken
    expect(text).toMatch(/reference: \d{17,}/)
    expect(text).not.toContain('disk on fire')
  })

  describe('with messages', () => {
    beforeAll(async () => {
      await say('source add', { address: `${site.url}/library` })
    })

    const general = () => bot.discord.channels.general ?? ''
    const write = (text: string, replyTo?: Parameters<ReturnType<typeof member>['say']>[2]) =>
      member().say(general(), text, replyTo)
    /** What the bot answers to a message, once it is there. */
    async function answerTo(said: { id: string; channel_id: string }) {
      const find = () =>
        bot.discord
          .messages(said.channel_id)
          .find(
            ({ author, message_reference }) =>
              author.id === bot.discord.botId && message_reference?.message_id === said.id,
          )
      await expect.poll(find, { timeout: 10_000 }).toBeDefined()
      return find() as NonNullable<ReturnType<typeof find>>
    }
    const ask = async (text: string, about: Parameters<ReturnType<typeof member>['use']>[1]) => {
      const { modal } = await member().use('Ask about this', about)
      if (!modal) throw new Error('no form')
      const outcome = await member().submit(
        modal,
        { question: text },
        { until: ({ embeds }) => embeds.length > 0 },
      )
      expect(outcome.ephemeral).toBe(true)
      return textOf(outcome.message)
    }
    const summarise = async (about: Parameters<ReturnType<typeof member>['use']>[1]) => {
      const outcome = await member().use('Summarise', about, { until: ({ embeds }) => embeds.length > 0 })
      expect(outcome.ephemeral).toBe(true)
      return textOf(outcome.message)
    }

    it('Summarise sums up the page that a message links to, which is not stored', async () => {
      const before = await bot.services.stores.articles.count(new Set([1, 2, 3]))
      const text = await summarise(write(`Look: ${site.url}/glass !`))
      expect(text).toContain('Glassworks to reopen')
      expect(text).toContain('• The old glassworks in Millgate will reopen in September')
      expect(await bot.services.stores.articles.count(new Set([1, 2, 3]))).toBe(before)
    })

    it('/summary link sums up a page in any length, and stores nothing', async () => {
      const address = `${site.url}/glass`
      const outcome = await member().command('summary link', { address })
      expect(textOf(outcome.message)).toContain('• The old glassworks in Millgate will reopen')
      const short = textOf(outcome.message)
      await member().press(outcome.message as never, 'Detailed')
      expect(textOf(outcome.message).length).toBeGreaterThan(short.length)
      await bot.restart()
      await member().press(outcome.message as never, 'One line')
      expect(outcome.message?.embeds[0]?.description).toMatch(/^[^•\n]+$/)
      expect(await say('summary link', { address: 'http://10.0.0.1/' }, member())).toContain(
        'private address',
      )
      expect(await say('summary link', { address: '/etc/passwd' }, member())).toContain(
        'not the address of a web page',
      )
      expect(await say('summary article', { article: address }, member())).toContain('/summary link')
    })

    it('Summarise sums up what a message says itself', async () => {
      const long =
        'The night ferry stops in winter because the ice is too thick for it. The captain wants a stronger ship. ' +
        'The council will decide about it on Thursday evening in the town hall.'
      expect(await summarise(write(long))).toContain('• The night ferry stops in winter')
    })

    it.each([
      ['a page behind a wall', () => `${site.url}/wall`, 'Only the headline'],
      ['a page that is gone', () => `${site.url}/gone`, 'HTTP 404'],
      ['a file that is no page', () => `${site.url}/pdf`, 'is not a web page that can be read'],
      ['a private address', () => 'http://10.0.0.1/secret', 'private address'],
      ['nothing to read', () => '🎉', 'nothing in this message'],
    ])('Summarise says in a sentence what is wrong with %s', async (_, content, sentence) => {
      expect(await summarise(write(content()))).toContain(sentence)
    })

    it('Ask about this answers from the message and the page it links to, and from nothing else', async () => {
      const said = write(`${site.url}/glass is what I meant`)
      expect(await ask('How long was the furnace cold?', said)).toContain(
        'The furnace was cold for **eleven years**',
      )
      expect(await ask('When does the ferry leave?', said)).toContain('answers this')
    })

    it('Ask about this answers from a post of the bot', async () => {
      const shared = await member().command('search', { query: 'library reading room' })
      expect(await ask('How many seats does the reading room have?', shared.message as never)).toContain(
        '**forty** seats',
      )
    })

    it('answers who names it, in the channel and for everyone', async () => {
      const answer = await answerTo(write(`<@${bot.discord.botId}> how many seats has the reading room?`))
      expect(textOf(answer)).toContain('The reading room has **forty** seats')
      expect(answer.mentions).toEqual([])
    })

    it('goes on in a thread from the question of the message that it was opened from', async () => {
      const answer = await answerTo(write(`<@${bot.discord.botId}> when does the ferry leave?`))
      const thread = member().openThread(answer, 'Ferries')
      const next = await answerTo(member().say(thread, `<@${bot.discord.botId}> And the reading room?`))
      expect(textOf(next)).toContain('Taken together with “when does the ferry leave?”')
      expect(textOf(next)).toContain('forty')
      const outcome = await member().command('ask', { question: 'Why?' }, { channel: thread })
      expect(textOf(outcome.message)).toContain(
        'Taken together with “when does the ferry leave? And the reading room?”',
      )
    })

    it('goes on from the answer that somebody replies to, also after a restart', async () => {
      const first = await member().command('ask', { question: 'What was approved for the harbour?' })
      await member().press(first.message as never, 'Share with the channel')
      const shared = bot.discord.messages(general()).at(-1)
      if (!shared) throw new Error('nothing shared')
      await bot.restart()
      const answer = await answerTo(bot.discord.as('moderator').say(general(), 'Who approved it?', shared))
      expect(textOf(answer)).toContain('Taken together with “What was approved for the harbour?”')
      expect(textOf(answer)).toContain('The council approved the tram line')
    })

    it('never tells in public what was asked privately', async () => {
      await member().command('ask', { question: 'What was approved for the harbour?' })
      const answer = await answerTo(write(`<@${bot.discord.botId}> who approved it?`))
      expect(textOf(answer)).not.toContain('What was approved')
    })

    it('answers to its name with a word of help, or about a few words', async () => {
      expect(textOf(await answerTo(write(`<@${bot.discord.botId}>`)))).toContain('Ask me something')
      expect(textOf(await answerTo(write(`<@${bot.discord.botId}> the reading room`)))).toContain(
        'forty seats',
      )
    })

    it('does not talk back to thanks', async () => {
      const answer = await answerTo(write(`<@${bot.discord.botId}> when does the ferry leave?`))
      const before = bot.discord.messages(general()).length
      write('Thanks!', answer)
      await answerTo(bot.discord.as('moderator').say(general(), `<@${bot.discord.botId}> and the library?`))
      expect(bot.discord.messages(general())).toHaveLength(before + 3)
    })
  })
})
