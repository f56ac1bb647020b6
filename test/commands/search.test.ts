import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import search from '../../commands/search/index.js'
import type { Button, Reply, Select } from '../../src/core/reply.js'
import { renderReply } from '../../src/discord/render-reply.js'
import { noon } from '../support/articles.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

describe('/search', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  beforeEach(async () => {
    setUp = await createTestDeps()
  })
  afterEach(() => setUp.deps.close())

  const searchFor = (query: string, as = actor()) => run(search, { query }, as, setUp.deps)
  const text = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
  const button = (reply: Reply, label: string) =>
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label.startsWith(label))
  const menu = (reply: Reply, name: string) =>
    reply.rows?.flat().find((part): part is Select => 'choices' in part && part.id.startsWith(name))
  const pressed = (reply: Reply, label: string, as = actor()) =>
    press(search, button(reply, label)?.id ?? `no button ${label}`, as, setUp.deps)
  const titles = (reply: Reply) =>
    [...text(reply).matchAll(/^\*\*(Ferry[^*]*)\*\*$/gm)].map(([, title]) => title)
  const topic = (name: string, query: string) =>
    setUp.deps.stores.topics.add({ guild_id: 'g1', name, query, created_by: 'theo', created_at: noon })

  it('shows only articles of sources that the server follows', async () => {
    await setUp.addSource('Ours', ['g1'], [{ title: 'Ferry to alphatown' }])
    await setUp.addSource('Theirs', ['g2'], [{ title: 'Ferry to omegatown' }])
    expect(text(await searchFor('ferry'))).toContain('alphatown')
    expect(text(await searchFor('ferry'))).not.toContain('omegatown')
    await expect(searchFor('omegatown')).rejects.toMatchObject({ key: 'search.nothing' })
  })

  it('marks what was not read whole', async () => {
    await setUp.addSource(
      'A',
      ['g1'],
      [
        { title: 'Ferry teaser', kind: 'excerpt' },
        { title: 'Ferry headline', kind: 'headline', text: '' },
      ],
    )
    const found = text(await searchFor('ferry'))
    expect(found).toMatch(/Ferry teaser.*\n.*Excerpt only/)
    expect(found).toMatch(/Ferry headline.*\n.*Headline only/)
  })

  it('goes to the last page when the list became shorter than the button knew', async () => {
    const drafts = Array.from({ length: 11 }, (_, i) => ({ title: `Ferry ${i}` }))
    const { articles } = await setUp.addSource('A', ['g1'], drafts)
    const first = await searchFor('ferry')
    const second = await press(search, button(first, 'Next')?.id ?? '', actor(), setUp.deps)
    const next = button(second, 'Next')?.id ?? ''
    for (const { id } of articles.slice(0, 8)) setUp.deps.index.remove(id)
    const last = await press(search, next, actor(), setUp.deps)
    expect(last.embeds?.[0]?.footer).toContain('Page 1 of 1')
  })

  it('shows a search again only to whoever made it', async () => {
    await setUp.addSource(
      'A',
      ['g1'],
      Array.from({ length: 9 }, (_, i) => ({ title: `Ferry ${i}` })),
    )
    const next = button(await searchFor('ferry'), 'Next')?.id ?? ''
    const pressed = press(search, next, actor({ userId: 'stranger' }), setUp.deps)
    await expect(pressed).rejects.toMatchObject({ key: 'component.expired' })
  })

  it('fits the longest titles, addresses and texts into one message, all of them shown', async () => {
    const long = (i: number) => `ferry ${i} ${'*_[x](y)`'.repeat(60)}`
    await setUp.addSource(
      'A',
      ['g1'],
      Array.from({ length: 5 }, (_, i) => ({
        title: long(i),
        url: `https://a.test/${i}/${'x'.repeat(1500)}`,
        text: long(i).repeat(20),
      })),
    )
    const description = text(await searchFor('ferry'))
    expect(description.length).toBeLessThanOrEqual(4096)
    for (let i = 0; i < 5; i++) expect(description).toContain(`ferry ${i}`)
    expect(renderReply({ embeds: [{ description }] }).embeds[0]?.description).toBe(description)
  })

  it('tells apart an empty server, an empty query and an empty result', async () => {
    await expect(searchFor('ferry')).rejects.toMatchObject({ key: 'source.noneFollowed' })
    await setUp.addSource('A', ['g1'], [{ title: 'Tram' }])
    await expect(searchFor('the of and')).rejects.toMatchObject({ key: 'search.noWords' })
    await expect(searchFor('xylophonist')).rejects.toMatchObject({
      key: 'search.nothing',
      params: { count: 1 },
    })
  })

  it('says so while the index is still being built', async () => {
    await setUp.addSource('A', ['g1'], [{ title: 'Ferry' }])
    setUp.deps.indexComplete = () => false
    expect(text(await searchFor('ferry'))).toMatch(/still being read.*\n\n.*Ferry/s)
    await expect(searchFor('xylophonist')).rejects.toMatchObject({ key: 'search.indexing' })
  })

  describe('options and what is typed', () => {
    const day = 86_400_000
    beforeEach(async () => {
      await setUp.addSource(
        'Herald',
        ['g1'],
        [
          { title: 'Ferry strike ends', publishedAt: noon - day, text: 'The crew agreed.' },
          { title: 'Ferry prices rise', publishedAt: noon - 40 * day, text: 'Tickets cost more.' },
        ],
      )
      await setUp.addSource('Tribune', ['g1'], [{ title: 'Ferry museum', publishedAt: noon - 400 * day }])
      await topic('Prices', 'tickets OR prices')
    })
    const ask = async (options: Record<string, unknown>) =>
      titles(await run(search, options, actor(), setUp.deps))

    it.each([
      ['a source', { query: 'ferry', source: 'Herald' }, { query: 'ferry source:herald' }],
      ['a topic', { query: 'ferry', topic: 'prices' }, { query: 'ferry topic:prices' }],
      ['a period', { query: 'ferry', period: 'last 7 days' }, { query: 'ferry period:"last 7 days"' }],
      ['an order', { query: 'ferry', sort: 'newest' }, { query: 'ferry sort:newest' }],
      ['a source without words', { query: '*', source: 'Herald' }, { query: 'source:herald' }],
    ])('are the same thing for %s', async (_, options, typed) => {
      const found = await ask(options)
      expect(found.length).toBeGreaterThan(0)
      expect(found).toEqual(await ask(typed))
    })

    it('find what they should', async () => {
      expect(await ask({ query: 'ferry', source: 'Tribune' })).toEqual(['Ferry museum'])
      expect(await ask({ query: 'ferry', topic: 'Prices' })).toEqual(['Ferry prices rise'])
      expect(await ask({ query: 'ferry', period: '2026-11' })).toEqual(['Ferry strike ends'])
      expect(await ask({ query: 'ferry', sort: 'newest' })).toEqual([
        'Ferry strike ends',
        'Ferry prices rise',
        'Ferry museum',
      ])
    })

    it('take the source that was picked, also when others have its name in theirs', async () => {
      const { source } = await setUp.addSource('Herald-Evening', ['g1'], [{ title: 'Ferry at night' }])
      const [first] = await setUp.deps.stores.followers.followedBy('g1')
      expect(await ask({ query: 'ferry', source: String(first?.id) })).not.toContain('Ferry at night')
      expect(await ask({ query: 'ferry', source: String(source.id) })).toEqual(['Ferry at night'])
    })

    it.each([
      'ferry OR',
      'OR ferry',
      'ferry NOT',
      'ferry "',
      'ferry (',
      'ferry source:',
      `ferry ${'x '.repeat(2990)}`,
    ])('hold whatever is typed beside them: %.20s', async (query) => {
      expect(await ask({ query, source: 'Tribune' })).toEqual(['Ferry museum'])
    })

    it('refuse a period that is none, and a search for nothing at all', async () => {
      await expect(ask({ query: 'ferry', period: 'someday' })).rejects.toMatchObject({
        key: 'search.unknownPeriod',
      })
      await expect(ask({ query: '-ferry' })).rejects.toMatchObject({ key: 'search.noWords' })
    })

    it('see no topics and sources of other servers', async () => {
      await setUp.addSource('Foreign', ['g2'], [{ title: 'Ferry abroad' }])
      expect(text(await searchFor('source:foreign'))).toContain(
        'No source of this server is called “foreign”',
      )
      expect(text(await searchFor('topic:prises ferry'))).toContain('there is “Prices”')
    })
  })

  describe('when nothing fits', () => {
    beforeEach(async () => {
      await setUp.addSource(
        'Herald',
        ['g1'],
        [{ title: 'Ferry strike ends', text: 'The long strike of the ferry.' }],
      )
      await setUp.addSource('Tribune', ['g1'], [{ title: 'Tram opens' }])
    })

    it.each([
      ['words that do not stand side by side', '"ferry ends"', 'Words not side by side (1)'],
      ['a word that is in no title', 'title:long', 'Not only in titles (1)'],
      ['what was left out', 'ferry -strike', 'Nothing left out (1)'],
      ['the wrong source', 'ferry source:tribune', 'Without source:tribune (1)'],
      ['several conditions', '"ferry ends" source:tribune', 'Without any condition (1)'],
    ])('offers the nearest search that finds something for %s', async (_, query, label) => {
      const reply = await searchFor(query)
      expect(text(reply)).toMatch(/^Nothing fits .* as it is/)
      expect(titles(await pressed(reply, label))).toEqual(['Ferry strike ends'])
    })

    it('says so plainly when nothing is near', async () => {
      await expect(searchFor('"xylophonist quartet" -brass')).rejects.toMatchObject({ key: 'search.nothing' })
    })
  })

  describe('of many articles', () => {
    beforeEach(async () => {
      const many = (count: number, year: number) =>
        Array.from({ length: count }, (_, i) => ({
          title: `Ferry ${year} number ${i}`,
          publishedAt: Date.UTC(year, 3, 1 + i),
          text: i === 0 ? 'Prices rose.' : 'Nothing new.',
        }))
      await setUp.addSource('Herald', ['g1'], many(8, 2025))
      await setUp.addSource('Tribune', ['g1'], many(4, 2024))
      await topic('Prices', 'prices OR "prices rose"')
      await topic('All', 'ferry')
      await topic('None', 'zebra')
    })

    it('counts them by source, topic and year where that divides them', async () => {
      expect(text(await searchFor('ferry'))).toContain(
        '**Source** Herald 8, Tribune 4 · **Topic** Prices 2 · **Year** 2025 8, 2024 4',
      )
    })

    it('is narrowed and widened again by a menu', async () => {
      const reply = await searchFor('ferry')
      const choose = (from: Reply, value: string) =>
        press(search, menu(from, 'searchNarrow')?.id ?? '', actor(), setUp.deps, [value])
      expect(menu(reply, 'searchNarrow')?.choices.map(({ value }) => value)).toEqual([
        'source:Herald',
        'source:Tribune',
        'topic:Prices',
        'period:"2025"',
        'period:"2024"',
      ])
      const narrowed = await choose(reply, 'source:Tribune')
      expect(narrowed.embeds?.[0]?.footer).toContain('4 articles')
      expect(menu(narrowed, 'searchNarrow')?.placeholder).toBe('Narrowed to Source: Tribune')
      const year = await choose(narrowed, 'period:"2025"')
      expect(year.embeds?.[0]?.footer).toContain('8 articles')
      const again = await choose(year, menu(year, 'searchNarrow')?.choices[0]?.value ?? '')
      expect(again.embeds?.[0]?.footer).toContain('12 articles')
    })

    it('is put in order of time and back', async () => {
      const newest = await pressed(await searchFor('ferry'), 'Newest first')
      expect(titles(newest)[0]).toBe('Ferry 2025 number 7')
      expect(titles(await pressed(newest, 'Next'))[0]).toBe('Ferry 2025 number 2')
      expect(button(await pressed(newest, 'Best first'), 'Newest first')).toBeDefined()
    })

    it('is shared as a page that everyone can open articles from, but not page through', async () => {
      const second = await pressed(await searchFor('ferry sort:newest'), 'Next')
      const shared = await pressed(second, 'Share')
      expect(shared.content).toBe('Shared by <@mia>')
      expect(titles(shared)[0]).toBe('Ferry 2025 number 2')
      expect(shared.rows?.flat().map(({ id }) => id?.split(':')[0])).toEqual(['article'])
      expect(button(await searchFor('ferry', actor({ mayPost: false })), 'Share')?.disabled).toBe(true)
    })

    it('offers no way to narrow a handful', async () => {
      const reply = await searchFor('prices')
      expect(menu(reply, 'searchNarrow')).toBeUndefined()
      expect(text(reply)).not.toContain('**Source**')
    })
  })

  it('asks whether a far more common word was meant', async () => {
    const drafts = Array.from({ length: 60 }, (_, i) => ({ title: `Ferry ${i}`, text: 'The government.' }))
    await setUp.addSource('A', ['g1'], [...drafts, { title: 'Ferry slip', text: 'The goverment.' }])
    const reply = await searchFor('goverment')
    expect(titles(reply)).toEqual(['Ferry slip'])
    expect((await pressed(reply, 'Did you mean: government')).embeds?.[0]?.footer).toContain('60 articles')
  })

  it('finds its way through 10,000 articles', async () => {
    const { source } = await setUp.addSource('A', ['g1'], [{ title: 'Ferry first', publishedAt: noon }])
    for (let id = 2; id <= 10_000; id++)
      setUp.deps.index.add({
        id,
        sourceId: source.id,
        title: 'Ferry',
        text: `Ferry ${id}`,
        kind: 'full',
        author: null,
        language: 'en',
        publishedAt: noon - id,
        datedAt: noon,
        updatedAt: noon,
      })
    const first = await searchFor('ferry sort:newest')
    expect(first.embeds?.[0]?.footer).toBe('Page 1 of 2,000 · 10,000 articles')
    const id = button(first, 'Next')?.id?.replace(/:2$/, ':2000') ?? ''
    const last = await press(search, id, actor(), setUp.deps)
    expect(last.embeds?.[0]?.footer).toContain('Page 2,000 of 2,000')
    expect(button(last, 'Next')?.disabled).toBe(true)
  })

  describe('while it is typed', () => {
    const suggest = async (partial: string, as = actor()) =>
      ((await search.action?.suggest?.query?.(partial, as, setUp.deps, {})) ?? []).map(({ value }) => value)
    beforeEach(async () => {
      await setUp.addSource(
        'Riverton Herald',
        ['g1'],
        [{ title: 'Ferry strike ends' }, { title: 'Tram opens' }],
      )
      await topic('River news', 'river')
    })

    it('offers what the person searched for before, then topics, sources and titles', async () => {
      await searchFor('ferry prices')
      await searchFor('river ferry')
      await searchFor('ferry secret', actor({ userId: 'theo' })).catch(() => {})
      expect(await suggest('fer')).toEqual(['ferry prices', 'river ferry', 'Ferry strike ends'])
      expect(await suggest('river')).toEqual([
        'river ferry',
        'topic:"River news"',
        'source:"Riverton Herald"',
      ])
      expect(await suggest('', actor({ userId: 'new' }))).toEqual(['Tram opens', 'Ferry strike ends'])
    })

    it('completes the value of a field', async () => {
      expect(await suggest('ferry source:her')).toEqual(['ferry source:"Riverton Herald"'])
      expect(await suggest('-source:"river')).toEqual(['-source:"Riverton Herald"'])
      expect(await suggest('topic:')).toEqual(['topic:"River news"'])
      expect(await suggest('ferry sort:n')).toContain('ferry sort:newest')
      expect(await suggest('ferry after:last w')).toContain('ferry after:"last week"')
      expect(await suggest('after:2026-05')).toContain('after:2026-05')
    })

    it('forgives a slip in a name', async () => {
      expect(await suggest('source:rivreton')).toEqual(['source:"Riverton Herald"'])
    })
  })
})
