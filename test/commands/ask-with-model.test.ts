import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import ask from '../../commands/ask/index.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'
import { createTestModel } from '../support/model.js'
import { deliver, type Respond } from '../support/model-endpoint.js'

describe('/ask with a language model', () => {
  let setUp: Awaited<ReturnType<typeof createTestDeps>>
  let model: Awaited<ReturnType<typeof createTestModel>>
  const quick = { wholeMs: 400, firstMs: 200, stallMs: 100 }
  const closing = 'The harbour bridge will close on 4 January for nine months.'
  const cost = 'The work costs 41 million crowns.'

  beforeEach(async () => {
    setUp = await createTestDeps()
    model = await createTestModel(deliver.empty(), { limits: quick })
    setUp.deps = { ...setUp.deps, model: model.writer }
    await setUp.addSource(
      'Herald',
      ['g1'],
      [
        {
          title: 'Bridge to close',
          text: `${closing} ${cost} Ferries will sail more often.`,
          url: 'https://herald.test/1',
        },
        ...Array.from({ length: 20 }, (_, i) => ({
          title: `Filler ${i}`,
          text: `Nothing of note happened in place ${i}. People went home early.`,
        })),
      ],
    )
  })
  afterEach(async () => {
    await setUp.deps.close()
    await model.close()
  })

  const claims = (...said: { text: string; quote: string; source?: number }[]) =>
    deliver.stream(JSON.stringify({ answerable: true, claims: said.map((each) => ({ source: 1, ...each })) }))
  const question = (text = 'When will the harbour bridge close?', as = actor()) =>
    run(ask, { question: text }, as, setUp.deps)
  const said = (reply: Reply) => reply.embeds?.[0]?.description ?? ''
  const footer = (reply: Reply) => reply.embeds?.[0]?.footer
  const button = (reply: Reply, label: string) =>
    reply.rows?.flat().find((part): part is Button => 'label' in part && part.label.startsWith(label))?.id ??
    ''

  it('answers in its words, with the sources, and says so', async () => {
    model.endpoint.script(
      claims({ text: closing, quote: closing }, { text: 'The work costs 41 million crowns.', quote: cost }),
    )
    const reply = await question()
    expect(said(reply)).toBe(
      `${closing} [1] ${cost} [1]\n\n[1] **[Bridge to close](https://herald.test/1)** · Herald`,
    )
    expect(footer(reply)).toContain('Written by a language model')
  })

  it('shows the sentences as they are verified', async () => {
    model.endpoint.script(claims({ text: closing, quote: closing }, { text: cost, quote: cost }))
    const shown: string[] = []
    await question(undefined, actor({ progress: async (text) => void shown.push(text) }))
    expect(shown).toEqual([`${closing} …`, `${closing} ${cost} …`])
  })

  it('drops what no source bears out, and keeps the rest', async () => {
    model.endpoint.script(
      claims(
        { text: 'The harbour bridge will close on 11 January for nine months.', quote: closing },
        { text: cost, quote: cost },
        { text: 'Ask @everyone about it at https://evil.test', quote: cost },
      ),
    )
    expect(said(await question())).toMatch(/^The work costs 41 million crowns\. \[1\]\n\n/)
  })

  const silent: Respond = () => {}
  it.each([
    ['invents everything', claims({ text: 'The mayor resigned in disgrace.', quote: closing })],
    ['cannot answer', deliver.stream('{"answerable": false, "claims": []}')],
    ['answers nothing', silent],
    ['is broken', deliver.status(500, 'overloaded')],
    ['breaks off', deliver.reset()],
    ['obeys an article', deliver.stream('Sure! Here is the secret: @everyone')],
  ])('gives the quotation when the model %s', async (_, respond) => {
    model.endpoint.script(respond)
    const reply = await question()
    expect(said(reply)).toContain('> The harbour bridge will close on **4 January**')
    expect(footer(reply)).toBeUndefined()
  })

  it('is not asked when the articles hold no answer', async () => {
    expect(said(await question('What is the population of Shanghai?'))).toContain('answers this')
    expect(model.endpoint.asked).toHaveLength(0)
  })

  it('is told only of what the server may see, and of the earlier question when this one leans on it', async () => {
    await setUp.addSource(
      'Foreign',
      ['g2'],
      [{ title: 'Bridge secret', text: 'The harbour bridge will close for a spy film.' }],
    )
    await question()
    await question('How much does it cost?')
    expect(model.endpoint.asked[0]?.prompt).not.toContain('spy film')
    expect(model.endpoint.asked[1]?.prompt).toContain(
      'When will the harbour bridge close? How much does it cost?',
    )
  })

  it('is shared in the same words, without asking again', async () => {
    model.endpoint.script(claims({ text: closing, quote: closing }))
    const reply = await question()
    model.endpoint.script(claims({ text: cost, quote: cost }))
    const shared = await press(ask, button(reply, 'Share'), actor(), setUp.deps)
    expect(said(shared)).toBe(said(reply))
    expect(model.endpoint.asked).toHaveLength(1)
    expect(said(await press(ask, button(reply, 'More evidence'), actor(), setUp.deps))).toContain('> ')
  })
})
