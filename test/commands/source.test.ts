import type { APIMessage } from 'discord-api-types/v10'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rss, type Site, startSite, startTestBot, type TestBot } from '../support/bot.js'
import { expectNoViolations } from '../support/discord.js'

/** `/source` through the local Discord, as moderators use it. */
describe('/source', () => {
  let bot: TestBot
  let site: Site

  const blog = `<!doctype html><html><head><title>Harbour Blog</title>
    <link rel="alternate" type="application/rss+xml" title="News" href="/news.xml">
    <link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.xml"></head><body>Hi</body></html>`
  const small = `<!doctype html><html><head><title>Small</title>
    <link rel="alternate" type="application/rss+xml" title="All" href="/small.xml"></head><body>Hi</body></html>`

  beforeAll(async () => {
    bot = await startTestBot()
    site = await startSite({
      '/': blog,
      '/small': small,
      '/small.xml': rss([{ id: '1', title: 'Small town grows' }], 'Small Paper'),
      '/news.xml': rss([{ id: '1', title: 'Ferry leaves earlier' }], 'Harbour News'),
      '/sport.xml': rss([{ id: '1', title: 'Rowers win again' }], 'Harbour Sport'),
      '/walled': (_, response) =>
        response
          .writeHead(403, { 'content-type': 'text/html', server: 'cloudflare', 'cf-mitigated': 'challenge' })
          .end('<!doctype html><title>Just a moment...</title>'),
    })
  })
  afterAll(async () => {
    expectNoViolations(bot.discord)
    await bot.stop()
    await site.close()
  })

  const moderator = () => bot.discord.as('moderator')
  const isAnswer = { until: (message: APIMessage) => message.embeds.length > 0 }
  const ask = async (path: string, options = {}) => {
    const { message } = await moderator().command(`source ${path}`, options, isAnswer)
    if (!message) throw new Error('no answer')
    return message
  }
  const say = async (path: string, options = {}) => JSON.stringify(await ask(path, options))
  const followed = async () =>
    (await bot.services.stores.followers.followedBy(bot.discord.guildId)).map(({ title }) => title)
  const attachment = async (message: APIMessage) => {
    const [file] = message.attachments
    return { name: file?.filename, text: await (await fetch(file?.url ?? '')).text() }
  }

  it('add finds the one feed that a site links to', async () => {
    expect(await say('add', { address: `${site.url}/small` })).toContain('Followed, with 1 article')
    expect(await followed()).toEqual(['Small Paper'])
  })

  it('add offers a menu where a site has several feeds, and follows the one that is chosen', async () => {
    const menu = await ask('add', { address: site.url })
    expect(JSON.stringify(menu)).toContain('Sport')
    expect(await followed()).toEqual(['Small Paper'])
    const { message } = await moderator().select(menu, 'sourcePick', ['1'], isAnswer)
    expect(JSON.stringify(message)).toContain('Harbour Sport')
    expect(await followed()).toEqual(['Harbour Sport', 'Small Paper'])
  })

  it('add says that a site wants a proof of being human, in place of "forbidden"', async () => {
    expect(await say('add', { address: `${site.url}/walled` })).toContain('prove that they are human')
  })

  it('test shows what would be read and posted, and saves nothing', async () => {
    await moderator().command('topic create', { name: 'Ferries', query: 'ferry' })
    const text = await say('test', { address: `${site.url}/news.xml` })
    expect(text).toContain('Ferry leaves earlier')
    expect(text).toContain('the topic **Ferries**')
    expect(await followed()).toEqual(['Harbour Sport', 'Small Paper'])
  })

  it('health gives an overview with a menu, and each source with its buttons', async () => {
    const overview = await ask('health')
    expect(JSON.stringify(overview)).toContain('2 well')
    const id = (await bot.services.stores.followers.followedBy(bot.discord.guildId))[0]?.id
    const opened = await moderator().select(overview, 'sourceMenu', [String(id)])
    if (!opened.message) throw new Error('no answer')
    expect(JSON.stringify(opened.message)).toContain('Harbour Sport')
    const read = await moderator().press(opened.message, 'Read now')
    expect(JSON.stringify(read.message)).toContain('nothing new')
    await expect(bot.discord.as('member').press(opened.message, 'Remove')).rejects.toThrow()
  })

  it('keep says how long articles are kept, of one source or of all', async () => {
    const source = 'Small Paper'
    const at = () => bot.services.stores.retention.wanted(0, 10)
    expect(await say('keep', { source, days: 30 })).toContain(
      'Articles of **Small Paper** are kept for 30 days.',
    )
    expect(await say('keep', { articles: 500 })).toContain(
      'Articles of all sources are kept, the newest 500.',
    )
    expect((await at()).map(({ days, articles }) => ({ days, articles }))).toEqual([
      { days: 30, articles: 500 },
      { days: null, articles: 500 },
    ])
    expect(await say('keep', { source })).toContain('are kept as long as possible')
    expect(await say('keep')).toContain('Articles of all sources are kept as long as possible.')
  })

  it('health asks for another address in a form, and keeps the articles', async () => {
    site.pages['/moved.xml'] = rss([{ id: '1', title: 'Rowers win again' }], 'Harbour Sport')
    const shown = await ask('health', { source: 'Harbour Sport' })
    const write = async (address: string) => {
      const { modal } = await moderator().press(shown, 'Replace address')
      if (!modal) throw new Error('no form')
      return JSON.stringify((await moderator().submit(modal, { address }, isAnswer)).message)
    }
    expect(await write(`${site.url}/gone`)).toContain('There is nothing at this address')
    expect(await write(`${site.url}/moved.xml`)).toContain('/moved.xml')
    expect(await bot.services.stores.articles.count()).toBe(2)
  })

  it('import follows what a list names and reports each line in a file', async () => {
    const opml = `<?xml version="1.0"?><opml version="2.0"><body><outline text="Harbour">
      <outline type="rss" text="News" xmlUrl="${site.url}/news.xml"/>
      <outline type="rss" text="Gone" xmlUrl="${site.url}/gone.xml"/>
      <outline type="rss" text="Small" xmlUrl="${site.url}/small.xml"/></outline></body></opml>`
    const message = await ask('import', { file: { name: 'feeds.opml', data: opml } })
    expect(JSON.stringify(message)).toContain('1 source added · 1 followed already · 1 could not be read')
    const { text } = await attachment(message)
    expect(text).toContain(`${site.url}/news.xml\tadded`)
    expect(text).toMatch(/gone\.xml\tThere is nothing at this address/)
    expect(await followed()).toContain('Harbour News')
  })

  it.each([
    ['nothing', ''],
    ['no list', 'Dear team, please find attached the minutes.'],
  ])('import of %s says what a list is', async (_, data) => {
    expect(await say('import', { file: { name: 'x.txt', data } })).toMatch(/OPML|address/)
  })

  it('export gives a list that import understands', async () => {
    const { name, text } = await attachment(await ask('export'))
    expect(name).toBe('sources.opml')
    const again = await say('import', { file: { name: 'again.opml', data: text } })
    expect(again).toContain('0 sources added · 3 followed already')
  })

  it('alerts names the channel, and can be turned off', async () => {
    const { moderators = '' } = bot.discord.channels
    expect(await say('alerts')).toContain('No channel is set')
    expect(await say('alerts', { channel: moderators })).toContain(`<#${moderators}>`)
    expect(await say('alerts')).toContain(`<#${moderators}>`)
    expect(await say('alerts', { off: true })).toContain('are off')
  })
})
