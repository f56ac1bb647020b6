import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minute, noon } from '../../support/articles.js'
import { type FeedItem, rss, type Site, startSite, startTestBot, type TestBot } from '../../support/bot.js'
import { dialects, emptyDatabase } from '../../support/database.js'
import { expectNoViolations } from '../../support/discord.js'

const hour = 60 * minute
const guild = (bot: TestBot) => bot.discord.guildId

/** The rules of reading, with the whole bot: what a source does, and what the topic's channel sees of it. */
describe.each(dialects)('reading a source, with %s', (dialect) => {
  let bot: TestBot
  let site: Site

  beforeEach(async () => {
    bot = await startTestBot(dialect === 'postgres' ? { database: await emptyDatabase(dialect) } : {})
    site = await startSite({})
  })
  afterEach(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const moderator = () => bot.discord.as('moderator')
  const say = async (path: string, options = {}) => {
    const outcome = await moderator().command(path, options, {
      until: (message) => message.embeds.length > 0,
    })
    return JSON.stringify(outcome.message ?? null)
  }
  const posts = (channel = 'news') =>
    bot.discord.messages(bot.discord.channels[channel] ?? '').map((message) => message.embeds[0]?.title ?? '')
  const serve = (items: FeedItem[]) => {
    site.pages['/feed'] = rss(items)
  }
  const item = (n: number | string, fields: Partial<FeedItem> = {}): FeedItem => ({
    id: `id-${n}`,
    title: `Harbour report ${n}`,
    link: `https://harbour.test/report/${n}`,
    text: `Report ${n}: the harbour master said on Monday that the quay number ${n} will be repaired this year.`,
    ...fields,
  })
  const items = (from: number, to: number, fields: (n: number) => Partial<FeedItem> = () => ({})) =>
    Array.from({ length: to - from }, (_, i) => item(from + i, fields(from + i)))
  const follow = async (path = '/feed', query = 'harbour') => {
    expect(await say('source add', { address: `${site.url}${path}` })).toContain('Followed')
    const { news = '' } = bot.discord.channels
    await say('topic create', { name: 'Harbour', query, channel: news, schedule: 'every minute' })
  }
  const poll = () => bot.pass(hour)
  const theSource = async () => {
    const [source] = await bot.services.stores.followers.followedBy(guild(bot))
    if (!source) throw new Error('nothing is followed')
    return source
  }

  describe('identity', () => {
    it('posts nothing twice when a site makes its guids anew', async () => {
      serve(items(0, 6))
      await follow()
      serve(items(0, 6).map((each) => ({ ...each, id: `other-${each.id}` })))
      await poll()
      serve([item('new'), ...items(0, 6).map((each) => ({ ...each, id: `third-${each.id}` }))])
      await poll()
      expect(posts()).toEqual(['Harbour report new'])
      expect((await theSource()).identity_scheme).toBe('url')
    })

    it('updates an article whose title or date changed, and posts it to nobody', async () => {
      serve(items(0, 2))
      await follow()
      serve([item(0, { title: 'Harbour closed by storm', at: noon - hour }), item(1)])
      await poll()
      expect(posts()).toEqual([])
      expect(await say('search', { query: 'storm' })).toContain('Harbour closed by storm')
      expect(await bot.services.stores.articles.count()).toBe(2)
    })

    it('does not post what was removed when the source still lists it', async () => {
      serve(items(0, 3))
      await follow()
      const source = await theSource()
      const [article] = await bot.services.stores.articles.latest(new Set([source.id]), 1)
      await bot.services.stores.articles.remove([article?.id ?? 0])
      serve([...items(0, 3), item('new')])
      await poll()
      expect(posts()).toEqual(['Harbour report new'])
      expect(await bot.services.stores.articles.count()).toBe(3)
    })

    it('takes two items with one guid for two articles', async () => {
      serve([item(0), item(1, { id: 'same' }), item(2, { id: 'same' })])
      await follow()
      expect(await bot.services.stores.articles.count()).toBe(3)
    })
  })

  describe('a flood', () => {
    const flooded = async () => {
      serve(items(0, 10, (n) => ({ at: noon - n * hour })))
      await follow()
      const { moderators = '' } = bot.discord.channels
      await say('source alerts', { channel: moderators })
      serve(items(100, 110, (n) => ({ at: noon - n * hour, title: `Harbour archive ${n}` })))
      await poll()
      expect(posts()).toEqual([])
      const [alert] = bot.discord.messages(moderators)
      if (!alert) throw new Error('moderators were not told')
      return alert
    }

    it('is held, told to the moderators once, and posted when they say so', async () => {
      const alert = await flooded()
      expect(alert.embeds[0]?.title).toContain('needs a decision')
      await poll()
      expect(posts('moderators')).toHaveLength(1)
      const answer = await moderator().press(alert, 'Post them')
      expect(JSON.stringify(answer.message)).toContain('10 articles')
      await bot.pass(minute)
      expect(posts()).toHaveLength(8)
      expect((await theSource()).held_at).toBeNull()
    })

    it('is posted as one list when they choose so', async () => {
      await moderator().press(await flooded(), 'Post as a list')
      await bot.pass(minute)
      expect(posts()).toEqual(['10 new articles · Harbour'])
    })

    it('is posted to nobody when they mark it as seen, and can be searched', async () => {
      await moderator().press(await flooded(), 'Mark as seen')
      await bot.pass(minute)
      expect(posts()).toEqual([])
      expect(await say('search', { query: 'archive' })).toContain('Harbour archive 100')
    })
  })

  it('posts a busy day whole, and remarks that some may have been missed', async () => {
    serve(items(0, 6, (n) => ({ at: noon - n * minute })))
    await follow()
    serve(items(50, 56, (n) => ({ at: noon + n * 20_000 })))
    await poll()
    expect(posts()).toHaveLength(6)
    expect(await say('source health', { source: 'Harbour News' })).toContain('may have been missed')
  })

  describe('an excerpt', () => {
    const page = (title: string, words: string) =>
      `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${[
        1, 2, 3, 4,
      ]
        .map(
          (n) =>
            `<p>Paragraph ${n} of the report: ${words} The harbour master explained the plans at length.</p>`,
        )
        .join('')}</article></body></html>`
    const teaser = (n: number): FeedItem =>
      item(n, {
        excerpt: true,
        link: `${site.url}/a/${n}`,
        text: `Report ${n}: the harbour master explained …`,
      })

    it('is completed from its page before topics are matched', async () => {
      serve([teaser(1)])
      await follow('/feed', 'dredger')
      site.pages['/a/2'] = page('Harbour report 2', 'A dredger arrived.')
      serve([teaser(2), teaser(1)])
      await poll()
      expect(posts()).toEqual(['Harbour report 2'])
      const [article] = await bot.services.stores.articles.latest(new Set([(await theSource()).id]), 1)
      expect(article).toMatchObject({ kind: 'full' })
    })

    it('goes out as it is when robots.txt closes the page', async () => {
      serve([teaser(1)])
      await follow()
      site.pages['/robots.txt'] = 'User-agent: *\nDisallow: /a/'
      site.pages['/a/2'] = page('Harbour report 2', 'A dredger arrived.')
      serve([teaser(2), teaser(1)])
      await poll()
      await bot.pass(minute)
      expect(posts()).toEqual(['Harbour report 2'])
      expect(site.requests.map(({ path }) => path)).not.toContain('/a/2')
    })

    it('goes out as it is when its page is something else', async () => {
      serve([teaser(1)])
      await follow()
      site.pages['/a/2'] = page('Please accept our cookies', 'We value your privacy.')
      serve([teaser(2), teaser(1)])
      await poll()
      await bot.pass(minute)
      expect(posts()).toEqual(['Harbour report 2'])
      expect(await say('search', { query: 'cookies' })).not.toContain('privacy')
    })

    it('is not lost when the bot stops before its page was read', async () => {
      serve([teaser(1)])
      await follow()
      serve([teaser(2), teaser(1)])
      bot.clock.now += hour
      await bot.services.sources.pollDue()
      await bot.restart()
      await bot.pass(minute)
      await bot.pass(2 * minute)
      expect(posts()).toEqual(['Harbour report 2'])
    })

    it('is never completed where a moderator does not want it', async () => {
      serve([teaser(1)])
      await follow()
      await say('source edit', { source: 'Harbour News', full_text: 'never' })
      site.pages['/a/2'] = page('Harbour report 2', 'A dredger arrived.')
      serve([teaser(2), teaser(1)])
      await poll()
      expect(site.requests.map(({ path }) => path)).not.toContain('/a/2')
      expect(posts()).toEqual(['Harbour report 2'])
    })
  })

  describe('health', () => {
    const broken = () => {
      site.pages['/feed'] = (_, response) => response.writeHead(500).end()
    }

    it('tells the moderators once when a source fails and once when it is well again', async () => {
      serve(items(0, 2))
      await follow()
      await say('source alerts', { channel: bot.discord.channels.moderators ?? '' })
      broken()
      for (let i = 0; i < 6; i++) await bot.pass(25 * hour)
      expect(posts('moderators')).toEqual(['Harbour News cannot be read'])
      serve(items(0, 2))
      for (let i = 0; i < 3; i++) await bot.pass(25 * hour)
      expect(posts('moderators')).toEqual(['Harbour News cannot be read', 'Harbour News is well again'])
    })

    it('tells of many sources that fail together in one message', async () => {
      for (const path of ['/a', '/b', '/c', '/d']) {
        site.pages[path] = rss([item(path)], `Paper ${path}`)
        await say('source add', { address: `${site.url}${path}` })
      }
      await say('source alerts', { channel: bot.discord.channels.moderators ?? '' })
      for (const path of ['/a', '/b', '/c', '/d']) delete site.pages[path]
      for (let i = 0; i < 4; i++) await bot.pass(25 * hour)
      expect(posts('moderators')).toEqual(['4 sources need attention'])
    })

    it('says nothing while it is snoozed', async () => {
      serve(items(0, 2))
      await follow()
      await say('source alerts', { channel: bot.discord.channels.moderators ?? '' })
      const shown = await moderator().command('source health', { source: 'Harbour News' })
      if (!shown.message) throw new Error('no answer')
      await moderator().press(shown.message, 'Snooze for a week')
      broken()
      for (let i = 0; i < 5; i++) await bot.pass(25 * hour)
      expect(posts('moderators')).toEqual([])
    })
  })

  describe('options', () => {
    it('of one server stay its own: another server gets neither its headers nor its reading', async () => {
      serve(items(0, 2))
      await follow()
      const before = await theSource()
      await bot.services.stores.followers.follow('other', before.id, 'ann', noon)
      await say('source edit', { source: 'Harbour News', header: 'Authorization: Bearer secret' })
      const own = await theSource()
      expect(own.id).not.toBe(before.id)
      expect(await bot.services.stores.articles.count(new Set([own.id]))).toBe(2)
      const shown = await say('source health', { source: 'Harbour News' })
      expect(shown).toContain('Authorization')
      expect(shown).not.toContain('secret')
      site.requests.length = 0
      serve([item('new'), ...items(0, 2)])
      await poll()
      const sent = site.requests.map(({ headers }) => headers.authorization)
      expect(sent.sort()).toEqual(['Bearer secret', undefined])
      expect(posts()).toEqual(['Harbour report new'])
    })

    it('may not set what belongs to the connection', async () => {
      serve(items(0, 2))
      await follow()
      for (const header of ['Host: x', 'Content-Length: 3', 'no colon', 'X: a\nY: b'])
        expect(await say('source edit', { source: 'Harbour News', header })).toMatch(/header/i)
      expect((await theSource()).headers).toEqual({})
    })
  })

  it('follows a source again after its own copy of it was removed', async () => {
    serve(items(0, 2))
    await follow()
    await bot.services.stores.followers.follow('other', (await theSource()).id, 'ann', noon)
    await say('source edit', { source: 'Harbour News', header: 'X-Key: 1' })
    const { message } = await moderator().command('source remove', { source: 'Harbour News' })
    await moderator().press(message as never, 'Yes, remove')
    expect(await bot.services.stores.followers.followedBy(bot.discord.guildId)).toEqual([])
    expect(await say('source add', { address: `${site.url}/feed` })).toContain('Followed')
    expect((await theSource()).headers).toEqual({})
  })

  it('takes held articles along when a server changes how it reads the source', async () => {
    serve(items(0, 10, (n) => ({ at: noon - n * hour })))
    await follow()
    await bot.services.stores.followers.follow('other', (await theSource()).id, 'ann', noon)
    serve(items(100, 110, (n) => ({ at: noon - n * hour, title: `Harbour archive ${n}` })))
    await poll()
    const before = await theSource()
    await say('source edit', { source: 'Harbour News', full_text: 'never' })
    const shown = await moderator().command('source health', { source: 'Harbour News' })
    if (!shown.message) throw new Error('no answer')
    expect(JSON.stringify(shown.message)).toContain('10 articles wait')
    await moderator().press(shown.message, 'Post as a list')
    await bot.pass(minute)
    expect(posts()).toEqual(['10 new articles · Harbour'])
    expect((await bot.services.stores.sources.get(before.id))?.held_at).toBeNull()
  })

  it('says that a source is followed already when another one is moved to it', async () => {
    serve(items(0, 2))
    site.pages['/other'] = rss([item(7)], 'Other Paper')
    await follow()
    await say('source add', { address: `${site.url}/other` })
    const answer = await say('source move', { source: 'Other Paper', address: `${site.url}/feed` })
    expect(answer).toContain('follows Harbour News already')
  })

  it('never takes the title of a feed for the number of another', async () => {
    serve(items(0, 2))
    await follow()
    const { id } = await theSource()
    site.pages['/evil'] = rss([item(7)], String(id))
    await say('source add', { address: `${site.url}/evil` })
    expect(await say('source health', { source: String(id) })).toContain('Harbour News')
  })

  it('shows no password of an address in any answer', async () => {
    const address = `${site.url}/nothing`.replace('//', '//theo:geheim@')
    site.pages['/two'] =
      `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="A" href="/a"><link rel="alternate" type="application/rss+xml" title="B" href="/b"></head></html>`
    for (const path of ['source add', 'source test'])
      for (const each of [
        address,
        `${site.url}/two`.replace('//', '//theo:geheim@'),
        'ftp://theo:geheim@x.test/',
      ])
        expect(await say(path, { address: each })).not.toContain('geheim')
  })

  it('keeps the articles of a source that gets a new address', async () => {
    serve(items(0, 3))
    await follow()
    site.pages['/moved'] = rss([item('new'), ...items(0, 3)])
    expect(await say('source move', { source: 'Harbour News', address: `${site.url}/moved` })).toContain(
      '/moved',
    )
    await poll()
    expect(posts()).toEqual([])
    expect(await bot.services.stores.articles.count()).toBe(4)
    site.pages['/moved'] = rss([item('newer'), item('new'), ...items(0, 3)])
    await poll()
    expect(posts()).toEqual(['Harbour report newer'])
  })

  it('posts new links of a page that lists articles', async () => {
    const listing = (count: number) =>
      `<!doctype html><html><head><title>Harbour office</title></head><body><nav><a href="/">Home</a> <a href="/about">About</a></nav><main>${Array.from(
        { length: count },
        (_, i) =>
          `<article><h2><a href="/news/2026/quay-${count - i}">Harbour quay number ${count - i} will be repaired this year</a></h2><time datetime="2026-10-${10 + count - i}">x</time><p>The harbour office announced the repair of quay ${count - i} on Monday morning.</p></article>`,
      ).join('')}</main><footer><a href="/imprint">Imprint</a></footer></body></html>`
    site.pages['/news'] = listing(6)
    await follow('/news')
    expect((await theSource()).kind).toBe('page')
    site.pages['/news'] = listing(7)
    // A daily page is looked at every three hours.
    await bot.pass(4 * hour)
    await bot.pass(2 * minute)
    expect(posts()).toEqual(['Harbour quay number 7 will be repaired this year'])
  })

  it('does not parse an answer that is the same as before', async () => {
    serve(items(0, 3))
    await follow()
    const put = bot.services.stores.articles.known
    let looked = 0
    bot.services.stores.articles.known = (...args) => {
      looked++
      return put(...args)
    }
    await poll()
    expect(looked).toBe(0)
  })
})
