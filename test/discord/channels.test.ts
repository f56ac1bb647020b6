import type { Client } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Channels } from '../../src/core/channels.js'
import { createChannels } from '../../src/discord/channels.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { isPostOf, postButton } from '../../src/topics/render-post.js'
import { connectClient, expectNoViolations, openDiscord } from '../support/discord.js'

describe('channels', () => {
  let discord: LocalDiscord
  let client: Client<true>
  let channels: Channels
  let news = ''

  beforeAll(async () => {
    discord = await openDiscord()
    client = await connectClient(discord, { rest: { retries: 0 } })
    channels = createChannels(client)
    news = discord.channels.news ?? ''
  })
  afterAll(async () => {
    await client.destroy()
    await discord.close()
  })

  const post = (nonce: string) => ({
    content: `post ${nonce}`,
    rows: [[{ label: 'Summarise', id: postButton.encode({ nonce, article: 1 }) }]],
  })
  const sendMessages = 1n << 11n

  it('posts the same nonce once', async () => {
    const first = await channels.post(news, post('a'), 'a')
    expect(await channels.post(news, post('a'), 'a')).toBe(first)
    expect(discord.messages(news)).toHaveLength(1)
    expectNoViolations(discord)
  })

  it('finds a post again among hundreds, and no other', async () => {
    const since = Date.now() - 60_000
    const id = await channels.post(news, post('b'), 'b')
    for (let i = 0; i < 230; i++) discord.as('member').say(news, `chatter ${i}`)
    expect(await channels.find(news, since, (ids) => isPostOf('b', ids))).toBe(id)
    expect(await channels.find(news, since, (ids) => isPostOf('c', ids))).toBeUndefined()
  })

  it('changes a post in place; its files stay, with the words that stand for them', async () => {
    const files = [{ name: 'chart.png', data: new Uint8Array([1]), description: 'A chart' }]
    const id = await channels.post(news, { ...post('e'), files }, 'e')
    await channels.edit(news, id, { ...post('e'), content: 'changed' })
    const changed = discord.messages(news).find((message) => message.id === id)
    expect(changed?.content).toBe('changed')
    expect(changed?.attachments).toMatchObject([{ filename: 'chart.png', description: 'A chart' }])
    await expect(channels.edit(news, '1', post('e'))).rejects.toMatchObject({ reason: 'discord-10008' })
    expectNoViolations(discord)
  })

  describe('a forum', () => {
    const forum = () => discord.channels['reading-circle'] ?? ''
    const inForum = (nonce: string, tags: string[] = []) => ({
      ...post(nonce),
      post: { name: `Post ${nonce}`, tags },
    })

    it('gets a post of its own with its tags, which is found again and can be changed', async () => {
      const since = Date.now() - 1000
      const { tags = [], required } = channels.tagsOf(forum()) ?? {}
      expect([tags.map(({ name }) => name), required]).toEqual([['News', 'Science'], false])
      expect(await channels.check(forum())).toBeNull()
      expect(channels.knowsNonces(forum())).toBe(false)
      const id = await channels.post(forum(), inForum('f', [tags[0]?.id ?? '']), 'f')
      expect(discord.messages(id)).toMatchObject([{ id, content: 'post f' }])
      expect(await channels.find(forum(), since, (ids) => isPostOf('f', ids))).toBe(id)
      expect(await channels.find(forum(), since, (ids) => isPostOf('g', ids))).toBeUndefined()
      await channels.edit(forum(), id, { ...inForum('f'), content: 'changed' })
      expect(discord.messages(id)[0]?.content).toBe('changed')
      expectNoViolations(discord)
    })

    it('is not posted to a second time by itself when the answer is lost', async () => {
      const posts = () =>
        discord.requests.filter(({ path }) => path.endsWith(`/channels/${forum()}/threads`)).length
      const before = posts()
      discord.fault({ method: 'POST', path: /threads$/, when: 'after' })
      await expect(channels.post(forum(), inForum('h'), 'h')).rejects.toMatchObject({ outcome: 'unknown' })
      expect(posts()).toBe(before + 1)
    })

    it('that requires tags says so', async () => {
      discord.changeChannel(forum(), { flags: 1 << 4 })
      await expect.poll(() => channels.tagsOf(forum())?.required).toBe(true)
      await expect(channels.post(forum(), inForum('i'), 'i')).rejects.toMatchObject({
        outcome: 'blocked',
        reason: 'needs-tag',
      })
      discord.changeChannel(forum(), { flags: 0 })
    })
  })

  it('posts to threads, opens those that sleep, and says which are locked', async () => {
    const starter = discord.as('member').say(news, 'a thread')
    const thread = discord.as('member').openThread(starter, 'Thread')
    await expect.poll(() => channels.check(thread)).toBeNull()
    const metadata = { auto_archive_duration: 60, archive_timestamp: '', create_timestamp: '' }
    discord.changeChannel(thread, { thread_metadata: { ...metadata, archived: true, locked: false } })
    const id = await channels.post(thread, post('t'), 't')
    expect(discord.messages(thread).map((message) => message.id)).toEqual([id])
    discord.changeChannel(thread, { thread_metadata: { ...metadata, archived: true, locked: true } })
    await expect.poll(() => channels.check(thread)).toEqual({ kind: 'thread-locked' })
    await expect(channels.post(thread, post('u'), 'u')).rejects.toMatchObject({ reason: 'thread-locked' })
  })

  it('publishes announcements, once', async () => {
    const { announcements = '' } = discord.channels
    expect([channels.isPublishable(announcements), channels.isPublishable(news)]).toEqual([true, false])
    const id = await channels.post(announcements, post('p'), 'p')
    await channels.publish(announcements, id)
    expect(discord.messages(announcements).at(-1)?.flags).toBe(1)
    await expect(channels.publish(announcements, id)).rejects.toMatchObject({ reason: 'discord-40033' })
  })

  it('posts direct messages', async () => {
    const direct = await channels.directWith(discord.as('member').id)
    expect(await channels.check(direct)).toBeNull()
    const id = await channels.post(direct, post('d'), 'd')
    expect(discord.messages(direct)).toMatchObject([{ id }])
    expect(await channels.post(direct, post('d'), 'd')).toBe(id)
  })

  it('knows what is wrong with a channel', async () => {
    expect(await channels.check(news)).toBeNull()
    expect(await channels.check('1')).toEqual({ kind: 'unknown-channel' })
    discord.setPermissions(news, sendMessages)
    const missing = { kind: 'missing-permission', permission: 'SendMessages' }
    await expect.poll(() => channels.check(news)).toEqual(missing)
    await expect(channels.post(news, post('d'), 'd')).rejects.toMatchObject({
      outcome: 'blocked',
      reason: 'missing-permission:SendMessages',
    })
    discord.setPermissions(news, 0n)
    await expect.poll(() => channels.check(news)).toBeNull()
  })

  it.each([
    [{ status: 500 }, 'unknown', 'no-answer'],
    [{ status: 404, body: { code: 10003, message: 'Unknown Channel' } }, 'blocked', 'unknown-channel'],
    [
      { status: 403, body: { code: 50001, message: 'Missing Access' } },
      'blocked',
      'missing-permission:ViewChannel',
    ],
    [{ status: 400, body: { code: 50035, message: 'Invalid Form Body' } }, 'refused', 'discord-50035'],
    [{ status: 403, body: { code: 40333, message: 'Blocked by the edge' } }, 'unknown', 'discord-40333'],
    [{ status: 403, body: { code: 200000, message: 'Blocked by AutoMod' } }, 'refused', 'discord-200000'],
    ['drop', 'unknown', 'no-answer'],
  ] as const)('tells how a send ended after %o', async (response, outcome, reason) => {
    discord.fault({ method: 'POST', path: /messages$/, when: 'before', response, times: 1 })
    await expect(channels.post(news, post('e'), 'e')).rejects.toMatchObject({ outcome, reason })
  })

  it('sees a deleted channel as unknown', async () => {
    const { tech = '' } = discord.channels
    discord.deleteChannel(tech)
    await expect.poll(() => channels.check(tech)).toEqual({ kind: 'unknown-channel' })
    await expect(channels.post(tech, post('f'), 'f')).rejects.toMatchObject({ reason: 'unknown-channel' })
  })
})
