import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArticleKind } from '../../src/core/article.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { draft, minute, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

describe.each(dialects)('stores on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  const guild = 'guild-1'

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  const addSource = (url = 'https://a.test/feed', nextCheckAt = noon) =>
    stores.sources.add(
      {
        kind: 'feed',
        url,
        title: 'A',
        site_url: null,
        etag: '"1"',
        last_modified: null,
        next_check_at: nextCheckAt,
      },
      noon,
    )
  const addTopic = async (name = 'Trains', guildId = guild) => {
    const topic = await stores.topics.add({
      guild_id: guildId,
      name,
      query: name,
      created_by: 'theo',
      created_at: noon,
    })
    if (!topic) throw new Error('topic exists')
    return topic
  }
  const subscribe = (topicId: number, channelId = 'news', nextRunAt = noon) =>
    stores.subscriptions.put({
      topic_id: topicId,
      guild_id: guild,
      channel_id: channelId,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: nextRunAt,
      created_by: 'theo',
      created_at: noon,
    })

  describe('sources', () => {
    it('returns what is due and followed, the longest waiting first', async () => {
      const late = await addSource('https://late.test/', noon - 2 * minute)
      const later = await addSource('https://later.test/', noon - minute)
      const notDue = await addSource('https://not-due.test/', noon + minute)
      await addSource('https://unfollowed.test/', noon - minute)
      for (const { id } of [later, late, notDue]) await stores.followers.follow(guild, id, 'theo', noon)
      const due = await stores.sources.claimDue(noon, 10, noon + minute)
      expect(due.map(({ id }) => id)).toEqual([late.id, later.id])
    })

    it('gives a source to one process at a time, until it was checked or the process has not been heard of', async () => {
      const due = [await addSource('https://one.test/'), await addSource('https://two.test/')]
      for (const { id } of due) await stores.followers.follow(guild, id, 'theo', noon)
      const claim = async (now: number) =>
        (await stores.sources.claimDue(now, 10, now + minute)).map(({ id }) => id)
      const [one = 0, two = 0] = await claim(noon)
      expect(await claim(noon + 1)).toEqual([])
      const { url = '' } = due.find(({ id }) => id === one) ?? {}
      await stores.sources.markChecked({ id: one, url }, {}, noon + 2, noon + 1)
      await stores.sources.keepClaims([two], noon + 5 * minute)
      expect(await claim(noon + 2)).toEqual([one])
      await stores.sources.keepClaims([one], null)
      expect(await claim(noon + 3)).toEqual([one])
      expect((await claim(noon + 6 * minute)).sort()).toEqual([one, two])
    })

    it('keeps the validators of the last answer when a check found nothing new', async () => {
      const source = await addSource()
      await stores.sources.markChecked(source, {}, noon + minute, noon)
      expect(await stores.sources.get(source.id)).toMatchObject({
        etag: '"1"',
        next_check_at: noon + minute,
      })
    })

    it('notes nothing of an address that was replaced while it was read', async () => {
      const source = await addSource()
      await stores.sources.setAddress(source.id, 'feed', 'https://elsewhere.test/feed')
      const before = await stores.sources.get(source.id)
      await stores.sources.markChecked(source, { url: source.url, title: 'Old' }, noon + minute, noon)
      expect(await stores.sources.get(source.id)).toEqual(before)
    })

    it('counts failures in a row and forgets them after a success', async () => {
      const source = await addSource()
      const { id } = source
      const problem = { key: 'source.timeout' as const, params: { host: 'a.test', seconds: 20 } }
      await stores.sources.markFailed(id, problem, noon + minute, noon)
      await stores.sources.markFailed(id, problem, noon + minute, noon)
      expect(await stores.sources.get(id)).toMatchObject({ failures: 2, last_error: problem })
      await stores.sources.markChecked(source, {}, noon + minute, noon)
      expect(await stores.sources.get(id)).toMatchObject({ failures: 0, last_error: null })
    })

    it('follows a source once per server', async () => {
      const { id } = await addSource()
      expect(await stores.followers.follow(guild, id, 'theo', noon)).toBe(true)
      expect(await stores.followers.follow(guild, id, 'mia', noon)).toBe(false)
      expect(await stores.followers.follow('guild-2', id, 'ada', noon)).toBe(true)
    })
  })

  describe('articles', () => {
    it('stores an article once per identity and updates it when its text changes', async () => {
      const { id: source } = await addSource()
      const first = await stores.articles.put(source, draft({ identity: '1', title: 'Old' }), noon)
      const again = await stores.articles.put(source, draft({ identity: '1', title: 'Old' }), noon + minute)
      const changed = await stores.articles.put(source, draft({ identity: '1', title: 'New' }), noon + minute)
      expect([first.change, again.change, changed.change]).toEqual(['new', 'none', 'updated'])
      expect(changed.id).toBe(first.id)
      expect(await stores.articles.get(first.id)).toMatchObject({ title: 'New', addedAt: noon })
      expect(await stores.articles.count()).toBe(1)
    })

    it('replaces a headline by an excerpt and an excerpt by the full text, never the other way', async () => {
      const { id: source } = await addSource()
      const put = (kind: ArticleKind) =>
        stores.articles.put(source, draft({ identity: '1', title: 'T', kind, text: kind }), noon)
      const changes = []
      for (const kind of ['headline', 'excerpt', 'headline', 'full', 'excerpt', 'headline'] as const)
        changes.push((await put(kind)).change)
      expect(changes).toEqual(['new', 'updated', 'none', 'updated', 'none', 'none'])
    })

    it('lists the newest first, by publication and then by arrival', async () => {
      const { id: source } = await addSource()
      const old = await stores.articles.put(source, draft({ title: 'old', publishedAt: noon - 9e9 }), noon)
      const undated = await stores.articles.put(source, draft({ title: 'undated' }), noon)
      const recent = await stores.articles.put(
        source,
        draft({ title: 'recent', publishedAt: noon - minute }),
        noon,
      )
      const latest = await stores.articles.latest(new Set([source]), 10)
      expect(latest.map(({ id }) => id)).toEqual([undated.id, recent.id, old.id])
      expect(await stores.articles.latest(new Set(), 10)).toEqual([])
    })

    it('hands out every change exactly once to whoever follows the cursor', async () => {
      const { id: source } = await addSource()
      for (let i = 0; i < 1203; i++)
        await stores.articles.put(source, draft({ title: `n${i}` }), noon + (i % 7))
      const seen = new Set<number>()
      for (let cursor = { updatedAt: 0, id: 0 }, page = [cursor]; page.length > 0; ) {
        page = await stores.articles.versions(cursor, 500)
        for (const { id } of page) {
          expect(seen.has(id)).toBe(false)
          seen.add(id)
        }
        cursor = page.at(-1) ?? cursor
      }
      expect(seen.size).toBe(1203)
    })

    it('recognises an article by any of its names, also when it was removed', async () => {
      const source = await addSource()
      const { id } = await stores.articles.put(source.id, draft({ title: 'One', identity: 'g' }), noon, {
        keys: ['url:a.test/one', 'words:abc'],
      })
      const keys = ['id:g', 'url:a.test/one', 'words:abc', 'id:other']
      const known = await stores.articles.known(source.id, keys)
      expect(known.map(({ key, articleId }) => [key, articleId]).sort()).toEqual([
        ['id:g', id],
        ['url:a.test/one', id],
        ['words:abc', id],
      ])
      await database.db.deleteFrom('articles').execute()
      const removed = await stores.articles.known(source.id, keys)
      expect(removed.map(({ articleId }) => articleId)).toEqual([null, null, null])
    })

    it('updates the article that it was recognised as, under whatever name it comes', async () => {
      const source = await addSource()
      const { id } = await stores.articles.put(source.id, draft({ title: 'One', identity: 'a' }), noon)
      const again = draft({ title: 'One, corrected', identity: 'b' })
      expect(await stores.articles.put(source.id, again, noon, { known: id })).toEqual({
        id,
        change: 'updated',
      })
      expect(await stores.articles.known(source.id, ['id:b'])).toMatchObject([{ articleId: id }])
      expect(await stores.articles.count()).toBe(1)
    })

    it('keeps what its page gave when the source changes title or date', async () => {
      const source = await addSource()
      const teaser = draft({ title: 'One', identity: 'a', kind: 'excerpt', text: 'Teaser' })
      const { id } = await stores.articles.put(source.id, teaser, noon)
      await stores.completions.add(id, 'post', noon)
      expect(await stores.completions.due(noon, 9)).toMatchObject([{ id, completion: 'post', tries: 0 }])
      const page = {
        url: 'https://a.test/one',
        text: 'All of it',
        author: 'Ann',
        language: 'en',
        publishedAt: null,
        lead: '**All**',
      }
      await stores.completions.end(id, page, noon)
      expect(await stores.completions.due(noon, 9)).toEqual([])
      expect(await stores.articles.put(source.id, teaser, noon)).toEqual({ id, change: 'none' })
      await stores.articles.put(source.id, { ...teaser, title: 'One, corrected', publishedAt: noon }, noon)
      expect(await stores.articles.get(id)).toMatchObject({
        title: 'One, corrected',
        text: 'All of it',
        kind: 'full',
        publishedAt: noon,
        lead: '**All**',
      })
    })

    it('copies a source with its articles and their names', async () => {
      const source = await addSource()
      await stores.articles.put(source.id, draft({ title: 'One', identity: 'a' }), noon, {
        keys: ['words:x'],
      })
      const { kind, url, title, site_url, etag, last_modified } = source
      const copy = await stores.sources.add(
        {
          kind,
          url,
          title,
          site_url,
          etag,
          last_modified,
          next_check_at: noon,
          scope: guild,
          headers: { 'x-key': '1' },
        },
        noon,
      )
      await stores.articles.copy(source.id, copy.id, noon)
      const [own] = await stores.articles.latest(new Set([copy.id]), 9)
      expect(own).toMatchObject({ title: 'One' })
      expect(await stores.articles.known(copy.id, ['id:a', 'words:x'])).toMatchObject([
        { articleId: own?.id },
        { articleId: own?.id },
      ])
      expect(await stores.sources.byUrl(source.url, guild)).toMatchObject({ headers: { 'x-key': '1' } })
    })

    it('finds an address only among the sources asked about', async () => {
      const { id: source } = await addSource()
      const { id } = await stores.articles.put(source, draft({ title: 'x', url: 'https://a.test/x' }), noon)
      expect((await stores.articles.byUrl('https://a.test/x', new Set([source])))?.id).toBe(id)
      expect(await stores.articles.byUrl('https://a.test/x', new Set())).toBeUndefined()
    })
  })

  describe('topics and subscriptions', () => {
    it('refuses a second topic of the same name in whatever case, but not in another server', async () => {
      await addTopic('Trains')
      const clash = { guild_id: guild, name: 'TRAINS', query: 'x', created_by: 'theo', created_at: noon }
      expect(await stores.topics.add(clash)).toBeUndefined()
      expect(await stores.topics.add({ ...clash, guild_id: 'guild-2' })).toBeDefined()
      expect(await stores.topics.byName(guild, 'tRaInS')).toMatchObject({ name: 'Trains' })
    })

    it('gives a channel that subscribes again its new schedule and ends a pause', async () => {
      const topic = await addTopic()
      const first = await subscribe(topic.id)
      await stores.subscriptions.pause(first.id, 'unknown-channel')
      const second = await subscribe(topic.id, 'news', noon + minute)
      expect(second).toMatchObject({ id: first.id, paused_reason: null, next_run_at: noon + minute })
    })
  })

  describe('deliveries', () => {
    const prepare = async (count: number) => {
      const { id: source } = await addSource()
      const { id: subscription } = await subscribe((await addTopic()).id)
      const articles = []
      for (let i = 0; i < count; i++)
        articles.push(
          (await stores.articles.put(source, draft({ title: `n${i}`, publishedAt: noon - i }), noon)).id,
        )
      for (const article of articles) await stores.deliveries.enqueue([subscription], article, noon)
      return { subscription, articles }
    }

    it('enters an article once per subscription, however often it is asked', async () => {
      const { subscription, articles } = await prepare(1)
      await stores.deliveries.enqueue([subscription], articles[0] ?? 0, noon + minute)
      expect(await stores.deliveries.of(subscription)).toHaveLength(1)
    })

    it('gives out what is waiting with the oldest article first', async () => {
      const { subscription, articles } = await prepare(3)
      const pending = await stores.deliveries.pending(subscription, 10)
      expect(pending.map(({ articleId }) => articleId)).toEqual(articles.toReversed())
    })

    it('lets only one of two claims have a row', async () => {
      const { subscription } = await prepare(2)
      const ids = (await stores.deliveries.pending(subscription, 10)).map(({ id }) => id)
      const [one, two] = await Promise.all([
        stores.deliveries.claim(ids, 'one', noon, noon + minute),
        stores.deliveries.claim(ids, 'two', noon, noon + minute),
      ])
      expect(one.size + two.size).toBe(2)
      expect([...one].some((id) => two.has(id))).toBe(false)
    })

    it('finds a claim again only after its lease, with all its articles, and lets one take it over', async () => {
      const { subscription, articles } = await prepare(2)
      const ids = (await stores.deliveries.pending(subscription, 10)).map(({ id }) => id)
      await stores.deliveries.claim(ids, 'n', noon, noon + minute)
      expect(await stores.deliveries.expired(noon + minute - 1, 10)).toEqual([])
      const [post] = await stores.deliveries.expired(noon + minute, 10)
      expect(post).toMatchObject({ nonce: 'n', claimedAt: noon, articleIds: articles.toReversed() })
      expect(await stores.deliveries.takeOver('n', noon + minute, noon + 2 * minute)).toBe(true)
      expect(await stores.deliveries.takeOver('n', noon + minute, noon + 2 * minute)).toBe(false)
    })

    it('finds expired claims only as whole messages, however few rows were asked for', async () => {
      const { subscription } = await prepare(6)
      const ids = (await stores.deliveries.pending(subscription, 10)).map(({ id }) => id)
      await stores.deliveries.claim(ids.slice(0, 3), 'a', noon, noon)
      await stores.deliveries.claim(ids.slice(3), 'b', noon, noon)
      for (const limit of [4, 5, 7]) {
        const posts = await stores.deliveries.expired(noon, limit)
        expect(posts.map(({ articleIds }) => articleIds.length)).toEqual(limit < 6 ? [3] : [3, 3])
      }
    })

    it('never changes a row again once it is sent', async () => {
      const { subscription } = await prepare(1)
      const ids = (await stores.deliveries.pending(subscription, 10)).map(({ id }) => id)
      await stores.deliveries.claim(ids, 'n', noon, noon)
      await stores.deliveries.markSent('n', 'message-1', noon)
      await stores.deliveries.markFailed('n', 'x', noon)
      await stores.deliveries.postpone('n', { reason: 'x', attempts: 1, leaseUntil: noon + minute }, noon)
      expect(await stores.deliveries.claim(ids, 'm', noon, noon)).toEqual(new Set())
      expect(await stores.deliveries.of(subscription)).toMatchObject([
        { state: 'sent', message_id: 'message-1' },
      ])
    })

    const heldArticles = async () => {
      const source = await addSource()
      await stores.sources.hold(source.id, noon)
      const topic = await addTopic()
      const subscription = await subscribe(topic.id)
      const articleIds: number[] = []
      for (const title of ['One', 'Two']) {
        const { id } = await stores.articles.put(source.id, draft({ title }), noon)
        await stores.deliveries.enqueue([subscription.id], id, noon, 'held')
        articleIds.push(id)
      }
      return { source, subscription, articleIds }
    }

    it('holds articles until a moderator of that server decides', async () => {
      const { source, subscription, articleIds } = await heldArticles()
      expect(await stores.deliveries.pending(subscription.id, 10)).toEqual([])
      expect(await stores.sourceDeliveries.heldOf(guild, source.id)).toBe(2)
      expect(await stores.sourceDeliveries.heldOf('other', source.id)).toBe(0)
      await stores.sourceDeliveries.settleHeld('other', source.id, 'post', noon)
      await stores.sources.releaseSettled()
      expect((await stores.sources.get(source.id))?.held_at).toBe(noon)
      await stores.sourceDeliveries.settleHeld(guild, source.id, 'digest', noon)
      expect(await stores.deliveries.pending(subscription.id, 10)).toMatchObject(
        articleIds.map((articleId) => ({ articleId, listed: true })),
      )
      await stores.sources.releaseSettled()
      expect((await stores.sources.get(source.id))?.held_at).toBeNull()
    })

    it('ends what a moderator marks as seen', async () => {
      const { source, subscription } = await heldArticles()
      await stores.sourceDeliveries.settleHeld(guild, source.id, 'skip', noon)
      expect(await stores.deliveries.of(subscription.id)).toMatchObject([
        { state: 'skipped', reason: 'marked-as-seen' },
        { state: 'skipped', reason: 'marked-as-seen' },
      ])
    })

    it('goes with its topic', async () => {
      const { subscription } = await prepare(1)
      const { topic_id } = (await stores.subscriptions.get(subscription)) ?? { topic_id: 0 }
      await stores.topics.remove(topic_id)
      expect(await stores.deliveries.of(subscription)).toEqual([])
    })
  })

  it('undoes everything of a transaction that fails', async () => {
    const failing = stores.transaction(async (within) => {
      await within.views.save({ query: 'x' }, { guildId: guild, userId: 'mia', now: noon })
      await within.topics.add({
        guild_id: guild,
        name: 'T',
        query: 'x',
        created_by: 'theo',
        created_at: noon,
      })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await stores.topics.of(guild)).toEqual([])
  })

  describe('model usage', () => {
    const day = '2026-09-16'
    const most = { tokens: 5000, ms: 20_000 }
    const limit = { tokens: 12_000, ms: 60_000 }

    it('never reserves more than the limit, however many ask at once', async () => {
      const asked = Array.from({ length: 8 }, () => stores.modelUsage.reserve(guild, day, most, limit))
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(2)
      expect(await stores.modelUsage.of(guild, day)).toEqual({ tokens: 10_000, ms: 40_000 })
    })

    it('gives back what was reserved and not used', async () => {
      await stores.modelUsage.reserve(guild, day, most, limit)
      await stores.modelUsage.settle(guild, day, most, { tokens: 700, ms: 900 })
      expect(await stores.modelUsage.of(guild, day)).toEqual({ tokens: 700, ms: 900 })
    })

    it('counts time as well as tokens, and each server and day on its own', async () => {
      const short = { tokens: 12_000, ms: 30_000 }
      expect(await stores.modelUsage.reserve(guild, day, most, short)).toBe(true)
      expect(await stores.modelUsage.reserve(guild, day, most, short)).toBe(false)
      expect(await stores.modelUsage.reserve('guild-2', day, most, short)).toBe(true)
      expect(await stores.modelUsage.reserve(guild, '2026-09-17', most, short)).toBe(true)
    })

    it('forgets the days before one', async () => {
      for (const each of [day, '2026-09-17']) await stores.modelUsage.reserve(guild, each, most, limit)
      await stores.modelUsage.prune('2026-09-17')
      expect(await stores.modelUsage.of(guild, day)).toEqual({ tokens: 0, ms: 0 })
      expect(await stores.modelUsage.of(guild, '2026-09-17')).toEqual(most)
    })
  })

  it('keeps the state of a view until it is pruned', async () => {
    const id = await stores.views.save({ query: '”x' }, { guildId: guild, userId: 'mia', now: noon })
    expect(await stores.views.load(id)).toEqual({ query: '”x' })
    await stores.views.prune(noon + 1)
    expect(await stores.views.load(id)).toBeUndefined()
  })

  it('conversations are known to who took part, newest first, until they are pruned', async () => {
    const { conversations } = stores
    const by = (userId: string, aloud = false) => ({ place: 'general', userId, aloud })
    await conversations.put(by('mia'), 'When?', { guildId: guild, now: 10 })
    await conversations.put(by('mia'), 'Where?\0', { guildId: guild, now: 20 })
    await conversations.put(by('theo'), 'Who?', { guildId: guild, now: 30 })
    expect(await conversations.last(by('mia'), 0)).toBe('Where?')
    expect(await conversations.last(by('mia'), 21)).toBeUndefined()
    expect(await conversations.last(by('mia', true), 0)).toBeUndefined()
    await conversations.put(by('mia', true), 'How?', { guildId: guild, now: 32 })
    expect(await conversations.last(by('mia', true), 0)).toBe('How?')
    expect(await conversations.last(by('theo', true), 0)).toBeUndefined()
    await conversations.put({ place: 'general', userId: null, aloud: true }, 'Why?', {
      guildId: guild,
      now: 40,
    })
    expect(await conversations.last(by('theo', true), 0)).toBe('Why?')
    expect(await conversations.last({ ...by('mia'), place: 'news' }, 0)).toBeUndefined()
    await conversations.prune(35)
    expect(await conversations.last(by('theo'), 0)).toBe('Why?')
    await conversations.prune(50)
    expect(await conversations.last(by('theo'), 0)).toBeUndefined()
  })

  it('written summaries are of an article as it was', async () => {
    const { writtenSummaries, articles } = stores
    const { id } = await articles.put((await addSource()).id, draft({ title: 'T' }), noon)
    const key = { articleId: id, updatedAt: 5, length: 'short' }
    expect(await writtenSummaries.get(key)).toBeUndefined()
    await writtenSummaries.put(key, ['One.'])
    await writtenSummaries.put(key, ['One.', 'Two.'])
    expect(await writtenSummaries.get(key)).toEqual(['One.', 'Two.'])
    expect(await writtenSummaries.get({ ...key, updatedAt: 6 })).toBeUndefined()
    expect(await writtenSummaries.get({ ...key, length: 'detailed' })).toBeUndefined()
  })

  it('a topic remembers when each person last read what happened in it', async () => {
    const { id } = await addTopic()
    expect(await stores.topics.read(id, 'mia', 10)).toBeUndefined()
    expect(await stores.topics.read(id, 'mia', 20)).toBe(10)
    expect(await stores.topics.read(id, 'theo', 30)).toBeUndefined()
    expect(await stores.topics.read(id, 'mia', 40)).toBe(20)
  })
})
