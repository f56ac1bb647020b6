import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import summary from '../../commands/summary/index.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

describe('/summary', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  beforeEach(async () => {
    setUp = await createTestDeps()
  })
  afterEach(() => setUp.deps.close())

  const text = 'The ferry runs every hour. It carries ninety people across. Dogs travel free of charge.'
  const idOf = (reply: Reply, label: string) =>
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label.startsWith(label))?.id ??
    `no ${label}`
  const sumUp = (article: string, as = actor()) => run(summary, { article }, as, setUp.deps, 'article')

  it('quotes the article word for word, in order', async () => {
    await setUp.addSource('A', ['g1'], [{ title: 'Ferry', text }])
    const { description = '' } = (await sumUp('ferry')).embeds?.[0] ?? {}
    const sentences = description.split('\n').map((line) => line.replace(/^• /, ''))
    expect(sentences.length).toBeGreaterThan(1)
    expect(sentences.map((sentence) => text.indexOf(sentence))).toEqual(
      sentences.map((sentence) => text.indexOf(sentence)).toSorted((a, b) => a - b),
    )
    expect(text.indexOf(sentences[0] ?? '?')).toBeGreaterThanOrEqual(0)
  })

  it('never presents a teaser or a headline as if the article had been read', async () => {
    await setUp.addSource(
      'A',
      ['g1'],
      [
        { title: 'Teaser', kind: 'excerpt', text },
        { title: 'Bare', kind: 'headline', text: '' },
      ],
    )
    expect((await sumUp('teaser')).embeds?.[0]?.description).toMatch(/^\*Only an excerpt was read:\*/)
    expect((await sumUp('bare')).embeds?.[0]?.description).toMatch(/Only the headline/)
  })

  it('opens nothing of a source that the server does not follow, by whatever door', async () => {
    const { articles } = await setUp.addSource(
      'A',
      ['g2'],
      [{ title: 'Secret', text, url: 'https://a.test/s' }],
    )
    await setUp.addSource('B', ['g1'], [{ title: 'Open', text }])
    const id = String(articles[0]?.id)
    for (const article of [id, 'https://a.test/s', 'secret'])
      await expect(sumUp(article)).rejects.toMatchObject({ key: expect.stringMatching(/^summary\.unknown/) })
    for (const button of [`post:n:${id}`, 'posts:n', 'article:results'])
      await expect(press(summary, button, actor(), setUp.deps, [id])).rejects.toMatchObject({
        key: 'summary.gone',
      })
  })

  it('leaves out the button for an address that Discord would refuse', async () => {
    const urls = ['https://a.test/short', `https://a.test/${'x'.repeat(600)}`]
    await setUp.addSource(
      'A',
      ['g1'],
      urls.map((url, i) => ({ title: `Ferry${i}`, text, url })),
    )
    const links = async (title: string) =>
      (await sumUp(title)).rows?.flat().filter((part) => 'url' in part && part.url)
    expect(await links('ferry0')).toHaveLength(1)
    expect(await links('ferry1')).toEqual([])
  })

  it('leads to the articles most like it, and to nothing of other servers', async () => {
    const about = (title: string, words: string) => ({ title, text: `${words}. ${words}. And ${words}.` })
    await setUp.addSource(
      'A',
      ['g1'],
      [
        about('Ferry strike', 'The ferry crew at the north harbour stopped work over wages'),
        about('Crew returns', 'The ferry crew at the north harbour took up work after wages rose'),
        about('Museum', 'Paintings of the old masters hang in a new hall'),
      ],
    )
    await setUp.addSource(
      'B',
      ['g2'],
      [about('Foreign', 'The ferry crew at the north harbour stopped work over wages')],
    )
    const related = await press(summary, idOf(await sumUp('ferry strike'), 'Related'), actor(), setUp.deps)
    expect(related.embeds?.[0]?.description).toContain('Crew returns')
    expect(related.embeds?.[0]?.description).not.toMatch(/Museum|Foreign|Ferry strike/)
    const none = press(summary, idOf(await sumUp('museum'), 'Related'), actor(), setUp.deps)
    await expect(none).rejects.toMatchObject({ key: 'summary.nothingRelated' })
  })

  it('is shared with its link and without what only one person can use', async () => {
    await setUp.addSource('A', ['g1'], [{ title: 'Ferry', text, url: 'https://a.test/' }])
    const shared = await press(summary, idOf(await sumUp('ferry'), 'Share'), actor(), setUp.deps)
    expect(shared.content).toBe('Shared by <@mia>')
    expect(shared.rows?.flat()).toMatchObject([{ url: 'https://a.test/' }])
    const elsewhere = press(
      summary,
      idOf(await sumUp('ferry'), 'Share'),
      actor({ guildId: 'g2' }),
      setUp.deps,
    )
    await expect(elsewhere).rejects.toMatchObject({ key: 'summary.gone' })
  })

  describe('lengths', () => {
    const long = [
      'The council of Riverton voted on Tuesday for a new tram line to the harbour, which will open in 2031.',
      'Ada Quill, the mayor of Riverton, called it the largest work of the city since the war.',
      'The line costs 41 million crowns, of which the state pays a third.',
      'Shopkeepers of the old town fear for their trade while the streets are open.',
      'The first rails are laid in March, and the last houses are reached two years later.',
      'Ada Quill promised that no shop in Riverton would be cut off for more than a week.',
      'Engineers found a wall of the old fortress below the market and will show it behind glass.',
      'The trams come from a factory in Millgate that built the first ones a hundred years ago.',
    ].join(' ')
    const open = (length?: string) =>
      run(summary, { article: 'tram', ...(length && { length }) }, actor(), setUp.deps, 'article')
    const textOf = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
    const points = (reply: Reply) => textOf(reply).match(/^• /gm)?.length ?? 0

    it('go from one sentence to key points, by option and by button', async () => {
      await setUp.addSource('A', ['g1'], [{ title: 'Tram line approved', text: long }])
      const line = await open('line')
      expect(long).toContain(textOf(line))
      const short = await open()
      const detailed = await press(summary, idOf(short, 'Detailed'), actor(), setUp.deps)
      expect(points(detailed)).toBeGreaterThan(points(short))
      expect(points(short)).toBeGreaterThan(1)
      const back = await press(summary, idOf(detailed, 'One line'), actor(), setUp.deps)
      expect(textOf(back)).toBe(textOf(line))
    })

    it('name who, when and how much where the text does', async () => {
      await setUp.addSource('A', ['g1'], [{ title: 'Tram line approved', text: long }])
      expect(textOf(await open())).toMatch(/\*\*Names\*\* .*Ada Quill.*\*\*Figures\*\* .*41 million crowns/s)
      expect(textOf(await open('line'))).not.toContain('**')
    })

    it('separate what is counted, in the manner of the text', async () => {
      const figures = 'The line costs 41 million crowns and 92,000 euros a year for 1.3 million people.'
      await setUp.addSource('A', ['g1'], [{ title: 'Tram line approved', text: `${long} ${figures}` }])
      expect(textOf(await open())).toContain('41 million crowns, 92,000 euros a year, 1.3 million people')
    })

    it('show the structure of a long text in detail', async () => {
      const section = (heading: string, words: string) => `${heading}\n\n${`${words} `.repeat(18)}${words}`
      const text = [
        'This plan of the council says what will be done in the harbour.',
        section(
          '1. Trams',
          'New trams run to the harbour from the spring of next year. They carry bicycles.',
        ),
        section('2. Ferries', 'The ferries get electric engines that are charged overnight in the port.'),
        section('3. Bridges', 'The iron bridge is painted and gets a third lane for buses and lorries.'),
      ].join('\n\n')
      await setUp.addSource('A', ['g1'], [{ title: 'Tram plan', text }])
      const detailed = textOf(await open('detailed'))
      expect(detailed).toMatch(/^This plan of the council/)
      for (const heading of ['Trams', 'Ferries', 'Bridges']) expect(detailed).toContain(`**${heading}**`)
    })

    it('say so when there is not enough text', async () => {
      await setUp.addSource(
        'A',
        ['g1'],
        [{ title: 'Tram', text: 'Home\nNews\nSports\nContact\nImprint\nLog in' }],
      )
      expect(textOf(await open())).toBe('There is not enough text here to summarise.')
    })

    it('name the language of a text that is not the reader’s', async () => {
      const german =
        'Die neue Tramlinie fährt ab dem Frühling zum Hafen. Sie kostet die Stadt zwölf Millionen Kronen. Der Rat hat lange darüber gestritten.'
      await setUp.addSource('A', ['g1'], [{ title: 'Tram', text: german, language: 'de' }])
      expect((await open()).embeds?.[0]?.footer).toBe('1 minute to read in full · in German')
    })
  })

  describe('of a topic', () => {
    const day = 86_400_000
    const news = (title: string, text: string, days: number) => ({
      title,
      text,
      url: `https://news.test/${encodeURIComponent(title)}`,
      publishedAt: actor().now - days * day,
    })
    const strike =
      'The ferry crews of the north harbour stopped work on Monday over wages. The company offered four percent. No ferry sailed to the islands.'
    const add = (source: string, ...drafts: ReturnType<typeof news>[]) =>
      setUp.addSource(source, ['g1'], drafts)
    const ask = (period?: string, as = actor()) =>
      run(summary, { topic: 'Ferries', ...(period && { period }) }, as, setUp.deps, 'topic')
    const textOf = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
    beforeEach(async () => {
      await setUp.deps.stores.topics.add({
        guild_id: 'g1',
        name: 'Ferries',
        query: 'ferry',
        created_by: 'theo',
        created_at: 0,
      })
    })

    it('groups what several sources tell, the most told first, in the words of one of them', async () => {
      await add(
        'Herald',
        news('Ferry crews strike over wages', strike, 2),
        news('Ferry museum opens', 'A ferry museum opens in the old dock. It has three ferry boats.', 1),
      )
      await add(
        'Tribune',
        news('Ferry strike over wages halts boats', strike.replace('Monday', 'Monday morning'), 2),
      )
      const text = textOf(await ask())
      expect(text).toMatch(/^3 articles\n\n\*\*\[Ferry (?:crews )?strike/)
      expect(text).toMatch(/Herald, Tribune|Tribune, Herald/)
      expect(text.indexOf('museum')).toBeGreaterThan(text.indexOf('strike'))
      expect(text).toContain('The ferry crews of the north harbour stopped work')
    })

    it('never shows a headline as if more had been read', async () => {
      await setUp.addSource('Herald', ['g1'], [{ ...news('Ferry sinks', '', 1), kind: 'headline', text: '' }])
      expect(textOf(await ask())).toMatch(/Ferry sinks.*Headline only/s)
    })

    it('keeps to the period, and says when nothing happened in it', async () => {
      await add('Herald', news('Ferry crews strike over wages', strike, 40))
      expect(textOf(await ask())).toContain('Nothing was published about this topic in that time')
      expect(textOf(await ask('last 60 days'))).toContain('Ferry crews strike')
      expect(textOf(await ask())).toMatch(/newest article is of <t:\d+:D>; the period \d{4}-\d\d shows it/)
      const [period = ''] = /\d{4}-\d\d/.exec(textOf(await ask())) ?? []
      expect(textOf(await ask(period))).toContain('Ferry crews strike')
      await expect(ask('whenever')).rejects.toMatchObject({ key: 'search.unknownPeriod' })
    })

    it.each(['1600..2026', 'last 1000 years', 'last 9999 years'])('understands %s', async (period) => {
      await add('Herald', news('Ferry crews strike over wages', strike, 2))
      expect(textOf(await ask(period))).toContain('Ferry crews strike')
    })

    it('shows every story on one page, also when few find room', async () => {
      const items = Array.from({ length: 12 }, (_, i) =>
        news(
          `Ferry note ${i} ${'*'.repeat(100)}`,
          `The ferry number ${i} and the ${'cat dog cow hen pig fox owl bat rat elk emu gnu'.split(' ')[i]} ${'*'.repeat(450)} left. The ferry ${i} was ${'_'.repeat(440)} late.`,
          1,
        ),
      )
      await add('Herald', ...items)
      let reply = await ask()
      const seen: string[] = []
      for (;;) {
        const text = textOf(reply)
        const onPage = [...text.matchAll(/Ferry note (\d+)/g)].map(([, i]) => i ?? '')
        seen.push(...onPage)
        const left = Number(/\d+/.exec(reply.embeds?.[0]?.footer ?? '0')?.[0])
        expect(left).toBe(items.length - seen.length)
        const next = reply.rows?.flat().find((part) => 'label' in part && part.label.startsWith('Next'))
        if (!next || !('disabled' in next) || next.disabled) break
        reply = await press(summary, idOf(reply, 'Next'), actor(), setUp.deps)
      }
      expect(seen.toSorted()).toEqual(items.map((_, i) => String(i)).toSorted())
    })

    it('puts first what is new since the person last looked', async () => {
      await add('Herald', news('Ferry crews strike over wages', strike, 2))
      await add(
        'Tribune',
        news('Ferry strike over wages halts boats', strike.replace('Monday', 'Monday morning'), 2),
      )
      await ask()
      const later = actor({ now: actor().now + day })
      // It was published before, and is new to this server all the same.
      const museum = news(
        'Ferry museum opens',
        'A ferry museum opens in the old dock. It has three boats.',
        1,
      )
      await setUp.addSource('Coast', ['g1'], [museum], later.now - 1000)
      const text = textOf(await ask(undefined, later))
      expect(text).toMatch(/New since you last looked.*museum.*Known before.*strike/s)
      expect(textOf(await ask(undefined, actor({ now: later.now, userId: 'theo' })))).not.toContain(
        'New since',
      )
    })

    it('compares with what is usual, and draws a chart with its words', async () => {
      const items = [1, 1, 2, 3, 3, 4, 5, 6, 9, 10, 16, 17, 24, 25, 31, 32].map((days, i) =>
        news(
          `Ferry note ${i}`,
          `The ferry number ${i} had an odd passenger called ${'abcdefghijklmnopq'[i]}${i}. Nobody minded the ferry cat.`,
          days,
        ),
      )
      await add('Herald', ...items)
      const reply = await ask()
      expect(textOf(reply)).toMatch(/^8 articles, .*\(2\)/)
      const [chart] = reply.files ?? []
      expect(chart?.name).toMatch(/\.png$/)
      expect(
        Buffer.from(chart?.data ?? '')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
      expect(chart?.description).toMatch(/^Articles per day from .*: 8 in all/)
    })

    it('is shared without what one person knew, and pages', async () => {
      const items = Array.from({ length: 7 }, (_, i) =>
        news(
          `Ferry note ${i}`,
          `The ferry number ${i} carried a ${'cat dog cow hen pig fox owl'.split(' ')[i]} to the island. The ferry was late.`,
          1,
        ),
      )
      await add('Herald', ...items)
      const reply = await ask()
      const shared = await press(summary, idOf(reply, 'Share'), actor(), setUp.deps)
      expect(textOf(shared)).toBe(textOf(reply))
      const next = await press(summary, idOf(reply, 'Next'), actor(), setUp.deps)
      expect(textOf(next)).not.toBe(textOf(reply))
      const strangers = press(summary, idOf(reply, 'Next'), actor({ userId: 'theo' }), setUp.deps)
      await expect(strangers).rejects.toMatchObject({ key: 'component.expired' })
    })

    it('is only of what the server follows', async () => {
      await setUp.addSource('Foreign', ['g2'], [news('Secret ferry', strike, 1)])
      await add(
        'Herald',
        news('Ferry museum opens', 'A ferry museum opens in the old dock. It has three ferry boats.', 1),
      )
      expect(textOf(await ask())).not.toContain('Secret')
      await expect(ask(undefined, actor({ guildId: 'g2' }))).rejects.toMatchObject({ key: 'topic.unknown' })
    })
  })
})
