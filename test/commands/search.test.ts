import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import search from '../../commands/search.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { renderReply } from '../../src/discord/render-reply.js'
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
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label === label)

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
})
