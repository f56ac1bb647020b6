import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import ask from '../../commands/ask/index.js'
import summary from '../../commands/summary/index.js'
import type { Button, Reply, Select } from '../../src/core/reply.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

describe('/ask', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  const filler = Array.from({ length: 20 }, (_, i) => ({
    title: `Filler ${i}`,
    text: `Nothing of note happened in place ${i}. People went home early.`,
  }))
  beforeEach(async () => {
    setUp = await createTestDeps()
    await setUp.addSource(
      'Herald',
      ['g1'],
      [
        {
          title: 'Harbour bridge to close',
          text: 'The harbour bridge will close on 4 January. It needs a new steel arch. The *work* costs 41 million crowns.',
          url: 'https://herald.test/bridge',
        },
        ...filler,
      ],
    )
    await setUp.addSource(
      'Foreign',
      ['g2'],
      [{ title: 'Secret tunnel', text: 'The secret tunnel below the castle opens in May 2031.' }],
    )
  })
  afterEach(() => setUp.deps.close())

  const question = (text: string, as = actor()) => run(ask, { question: text }, as, setUp.deps)
  const said = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
  const button = (reply: Reply, label: string) =>
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label.startsWith(label))?.id ??
    ''

  it('quotes the sentence, with the answer in bold and its source', async () => {
    const text = said(await question('When will the harbour bridge close?'))
    expect(text).toMatch(/^> The harbour bridge will close on \*\*4 January\*\*\. \[1\]/)
    expect(text).toContain('[1] **[Harbour bridge to close](https://herald.test/bridge)**')
  })

  it('answers a question for the latest from the newest article that fits', async () => {
    const day = 86_400_000
    const about = (title: string, text: string, days: number) => ({
      title,
      text,
      publishedAt: actor().now - days * day,
    })
    await setUp.addSource(
      'Tribune',
      ['g1'],
      [
        about('Ferry strike', 'The ferry strike goes on for a third week.', 9),
        about('Ferry strike over', 'The ferry strike has ended.', 1),
        about(
          'Ferry strike begins',
          'The ferry strike has begun. The ferry strike is the latest of many.',
          20,
        ),
      ],
    )
    expect(said(await question('What is the latest on the ferry strike?'))).toMatch(
      /^(?:.*:\n\n)?> The ferry strike has ended/,
    )
  })

  it('escapes what it quotes', async () => {
    expect(said(await question('How much does the work on the harbour bridge cost?'))).toContain(
      '> The \\*work\\* costs **41 million** crowns.',
    )
  })

  it('quotes less rather than lose a source', async () => {
    const long = (i: number) => `The lighthouse ${i} shines ${'*_~`|'.repeat(160)} at night.`
    await setUp.addSource(
      'Coast',
      ['g1'],
      Array.from({ length: 3 }, (_, i) => ({ title: `Lighthouse ${i}`, text: long(i) })),
    )
    const text = said(await question('When does the lighthouse shine?'))
    expect(text.length).toBeLessThanOrEqual(4096)
    const quoted = text.match(/^> /gm)?.length ?? 0
    expect(quoted).toBeGreaterThan(0)
    expect(text.match(/^\[\d\] /gm)).toHaveLength(quoted)
  })

  it('answers nothing from articles of other servers', async () => {
    const text = said(await question('When does the secret tunnel below the castle open?'))
    expect(text).not.toContain('2031')
    expect(text).toContain('Nothing in the 21 articles of this server answers this')
  })

  it('says so when there is no word in it, and when the server follows nothing', async () => {
    await expect(question('???')).rejects.toMatchObject({ key: 'ask.noWords' })
    await expect(question('bridge', actor({ guildId: 'g3' }))).rejects.toMatchObject({
      key: 'source.noneFollowed',
    })
  })

  it.each([
    ['an insult', 'you stupid bot'],
    ['6,000 characters', 'bridge harbour '.repeat(400)],
    ['Chinese', '桥什么时候关闭？'],
    ['a statement', 'The harbour bridge is old.'],
  ])('has a useful sentence for %s', async (_, text) => {
    expect(said(await question(text))).not.toBe('')
  })

  it('is shared by whoever asked, and nobody else', async () => {
    const answer = await question('When will the harbour bridge close?')
    const id = button(answer, 'Share')
    const shared = await press(ask, id, actor(), setUp.deps)
    expect(shared.content).toBe('Shared by <@mia>')
    expect(said(shared)).toBe(said(answer))
    await expect(press(ask, id, actor({ userId: 'theo' }), setUp.deps)).rejects.toMatchObject({
      key: 'component.expired',
    })
  })

  it('keeps what the person thinks of the answer, once, and not who it was', async () => {
    const answer = await question('When will the harbour bridge close?')
    for (const label of ['👎', '👍']) await press(ask, button(answer, label), actor(), setUp.deps)
    expect(await setUp.deps.stores.feedback.all()).toEqual([
      {
        guildId: 'g1',
        question: 'When will the harbour bridge close?',
        level: 'answer',
        evidence: expect.arrayContaining([
          { articleId: 1, sentence: 'The harbour bridge will close on 4 January.' },
        ]),
        good: true,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        givenAt: actor().now,
      },
    ])
    const strangers = press(ask, button(answer, '👍'), actor({ userId: 'theo' }), setUp.deps)
    await expect(strangers).rejects.toMatchObject({ key: 'component.expired' })
  })

  it('can be about one article, also from its summary', async () => {
    const opened = await run(summary, { article: 'filler 3' }, actor(), setUp.deps, 'article')
    const { form } = await press(ask, button(opened, 'Ask about it'), actor(), setUp.deps)
    const part = ask.forms?.[0]
    const state = part?.id.decode(form?.id ?? '')
    const answer = await part?.run(
      state as never,
      { question: 'When will the bridge close?' } as never,
      actor(),
      setUp.deps,
    )
    expect(said(answer ?? {})).not.toContain('4 January')
    const foreign = part?.run({ article: 22 } as never, { question: 'tunnel' } as never, actor(), setUp.deps)
    await expect(foreign).rejects.toMatchObject({ key: 'summary.gone' })
  })

  it('answers each question in a question', async () => {
    const text = said(await question('When will the harbour bridge close, and how much does it cost?'))
    expect(text).toContain(
      '**When will the harbour bridge close?**\n> The harbour bridge will close on **4 January**. [1]',
    )
    expect(text).toContain('**How much does it cost?**\n> The \\*work\\* costs **41 million** crowns. [1]')
    expect(text.match(/^\[\d\] /gm)).toHaveLength(1)
  })

  it('goes on from what the person asked before in the channel, for a while, and says so', async () => {
    const later = (minutes: number, fields = {}) => actor({ now: actor().now + minutes * 60_000, ...fields })
    await question('When will the harbour bridge close?')
    const next = await question('How much does it cost?', later(5))
    expect(said(next)).toContain('41 million')
    expect(next.embeds?.[0]?.footer).toBe('Taken together with “When will the harbour bridge close?”')
    for (const other of [later(100), later(5, { userId: 'theo' }), later(5, { channelId: 'news' })])
      expect((await question('How much does it cost?', other)).embeds?.[0]?.footer).toBeUndefined()
  })

  it('shows different figures of several sources side by side, the newest first', async () => {
    const day = 86_400_000
    const about = (text: string, days: number) => ({
      title: 'Ferry fares',
      text,
      publishedAt: actor().now - days * day,
    })
    await setUp.addSource('Old', ['g1'], [about('A ferry ticket costs 20 crowns. It is valid all day.', 40)])
    await setUp.addSource('New', ['g1'], [about('A ferry ticket costs 25 crowns. It is valid all day.', 2)])
    const text = said(await question('How much does a ferry ticket cost?'))
    expect(text).toMatch(/do not agree; the newest first:\n> .*\*\*25\*\* crowns.*\n> .*\*\*20\*\* crowns/)
  })

  it('lists what it is asked to list', async () => {
    await setUp.addSource(
      'Ferries',
      ['g1'],
      [
        {
          title: 'Ferry lines',
          text: 'The north ferry line goes to Millgate. The south ferry line goes to Port Vell. The east ferry line goes to Sandholm.',
        },
      ],
    )
    const text = said(await question('List the ferry lines'))
    for (const place of ['Millgate', 'Port Vell', 'Sandholm']) expect(text).toContain(`to ${place}. [1]`)
    expect(text.match(/^> /gm)).toHaveLength(3)
  })

  it('has more evidence, with the sentences around it', async () => {
    const answer = await question('When will the harbour bridge close?')
    const more = await press(ask, button(answer, 'More evidence'), actor(), setUp.deps)
    expect(said(more)).toMatch(
      /^> The harbour bridge will close on \*\*4 January\*\*\. It needs a new steel arch\. \[1\]/,
    )
    const strangers = press(ask, button(answer, 'More evidence'), actor({ userId: 'theo' }), setUp.deps)
    await expect(strangers).rejects.toMatchObject({ key: 'component.expired' })
  })

  it('summarises the article that it quotes first', async () => {
    const answer = await question('When will the harbour bridge close?')
    const opened = await press(summary, button(answer, 'Summarise'), actor(), setUp.deps)
    expect(opened.embeds?.[0]?.title).toBe('Harbour bridge to close')
  })

  it('asks again in a topic, and back', async () => {
    const { stores } = setUp.deps
    await stores.topics.add({
      guild_id: 'g1',
      name: 'Trams',
      query: 'tram',
      created_by: 'theo',
      created_at: 0,
    })
    const answer = await question('When will the harbour bridge close?')
    const menu = (reply: Reply) =>
      reply.rows?.flat().find((part): part is Select => 'choices' in part && part.id.startsWith('askTopic'))
    const again = await press(ask, menu(answer)?.id ?? '', actor(), setUp.deps, ['topic:Trams'])
    expect(said(again)).toContain('No article fits the topic “Trams” yet.')
    const back = await press(ask, menu(again)?.id ?? '', actor(), setUp.deps, ['everything'])
    expect(said(back)).toBe(said(answer))
  })

  it('goes on from the article in a thread below its post', async () => {
    const { stores } = setUp.deps
    const made = { created_by: 'theo', created_at: 0 }
    const topic = await stores.topics.add({ guild_id: 'g1', name: 'Bridges', query: 'bridge', ...made })
    const { id } = await stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      guild_id: 'g1',
      channel_id: 'news',
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: 0,
      ...made,
    })
    await stores.deliveries.enqueue([id], 1, 0)
    const [row] = await stores.deliveries.pending(id, 1)
    await stores.deliveries.claim([row?.id ?? 0], 'nonce', 0, 1)
    await stores.deliveries.markSent('nonce', 'message-1', 0)
    const answer = await question('How much does it cost?', actor({ inThread: true, channelId: 'message-1' }))
    expect(said(answer)).toContain('41 million')
    expect(answer.embeds?.[0]?.footer).toBe('Taken together with “Harbour bridge to close”')
  })

  it('takes a bare “Why?” together with what was asked before, and nothing else', async () => {
    await expect(question('Why?')).rejects.toMatchObject({ key: 'ask.noWords' })
    await question('When will the harbour bridge close?')
    expect((await question('Why?')).embeds?.[0]?.footer).toContain('When will the harbour bridge close?')
  })
})
