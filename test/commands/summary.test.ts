import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import summary from '../../commands/summary.js'
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
})
