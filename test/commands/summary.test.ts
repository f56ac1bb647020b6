import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import summary from '../../commands/summary.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

describe('/summary', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  beforeEach(async () => {
    setUp = await createTestDeps()
  })
  afterEach(() => setUp.deps.close())

  const text = 'The ferry runs every hour. It carries ninety people across. Dogs travel free of charge.'
  const sumUp = (article: string, as = actor()) => run(summary, { article }, as, setUp.deps)

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
    expect((await sumUp('ferry0')).rows).toHaveLength(1)
    expect((await sumUp('ferry1')).rows).toEqual([])
  })
})
