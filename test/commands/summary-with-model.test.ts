import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import summary from '../../commands/summary/index.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'
import { createTestModel } from '../support/model.js'
import { answerOf, deliver } from '../support/model-endpoint.js'

describe('/summary with a language model', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  let model: Awaited<ReturnType<typeof createTestModel>>
  const sentences = [
    'The harbour bridge will close on 4 January for nine months.',
    'The work costs 41 million crowns.',
    'Ferries will sail every ten minutes in the meantime.',
    'Cyclists may use the old railway tunnel.',
  ]
  const says = (...texts: string[]) =>
    deliver.stream(answerOf(texts.map((text) => ({ text, source: 1, quote: text }))))

  beforeEach(async () => {
    setUp = await createTestDeps()
    model = await createTestModel(deliver.empty(), { limits: { wholeMs: 400, firstMs: 200, stallMs: 100 } })
    setUp.deps = { ...setUp.deps, model: model.writer }
    await setUp.addSource('Herald', ['g1'], [{ title: 'Bridge', text: sentences.join(' ') }])
  })
  afterEach(async () => {
    await setUp.deps.close()
    await model.close()
  })

  const open = (length = 'short') =>
    run(summary, { article: 'bridge', length }, actor(), setUp.deps, 'article')
  const textOf = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
  const idOf = (reply: Reply, label: string) =>
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label.startsWith(label))?.id ??
    ''

  it('gives its sentences, says so, and asks for each article and length once', async () => {
    model.endpoint.script(says(sentences[1] ?? '', sentences[3] ?? ''))
    const reply = await open()
    expect(textOf(reply)).toMatch(/^• The work costs 41 million crowns\.\n• Cyclists may use/)
    expect(reply.embeds?.[0]?.footer).toContain('written by a language model')
    model.endpoint.script(says(sentences[0] ?? ''))
    expect(textOf(await open())).toBe(textOf(reply))
    const shared = await press(summary, idOf(reply, 'Share'), actor(), setUp.deps)
    expect(textOf(shared)).toBe(textOf(reply))
    expect(model.endpoint.asked).toHaveLength(1)
    await open('detailed')
    expect(model.endpoint.asked).toHaveLength(2)
  })

  it('is asked once when several people ask at once', async () => {
    model.endpoint.script(says(sentences[1] ?? ''))
    const replies = await Promise.all([open(), open(), open()])
    for (const reply of replies) expect(textOf(reply)).toMatch(/^• The work costs 41 million crowns\./)
    expect(model.endpoint.asked).toHaveLength(1)
  })

  it('gives its summary also of an article that was removed meanwhile', async () => {
    const [source] = await setUp.deps.stores.sources.all()
    model.endpoint.script(async (asked, response) => {
      await setUp.deps.stores.sources.remove(source?.id ?? 0)
      says(sentences[1] ?? '')(asked, response)
    })
    expect(textOf(await open())).toMatch(/^• The work costs 41 million crowns\./)
  })

  it('is not asked for what is shared: it is what was shown', async () => {
    model.endpoint.script(deliver.status(500, 'oops'))
    const reply = await open()
    model.endpoint.script(says(sentences[0] ?? ''))
    const shared = await press(summary, idOf(reply, 'Share'), actor(), setUp.deps)
    expect(textOf(shared)).toBe(textOf(reply))
    expect(shared.embeds?.[0]?.footer).not.toContain('language model')
    expect(model.endpoint.asked).toHaveLength(1)
  })

  it.each([
    ['invents', says('The mayor resigned in disgrace.')],
    ['is silent', () => {}],
  ])('gives the article’s own sentences when the model %s', async (_, respond) => {
    model.endpoint.script(respond)
    const reply = await open()
    for (const line of textOf(reply).split('\n\n')[0]?.split('\n') ?? [])
      expect(sentences).toContain(line.replace(/^• /, ''))
    expect(reply.embeds?.[0]?.footer).not.toContain('language model')
  })

  it('is not asked for one line, or for what was not read whole', async () => {
    await open('line')
    await setUp.addSource(
      'Other',
      ['g1'],
      [{ title: 'Teaser of bridges', text: sentences.join(' '), kind: 'excerpt' }],
    )
    await run(summary, { article: 'teaser of bridges' }, actor(), setUp.deps, 'article')
    expect(model.endpoint.asked).toHaveLength(0)
  })
})
