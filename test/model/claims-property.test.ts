import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Passage } from '../../src/model/model-writer.js'
import { createTestModel } from '../support/model.js'
import { deliver, type Respond, refuseFields } from '../support/model-endpoint.js'
import { answer, createWorld, type Question, ways } from '../support/model-script.js'
import { randomFrom } from '../support/random.js'

const questions = 1000
const atOnce = 4
/** Stalls are as long as they can be without making the test slow; nothing else needs any time. */
const limits = { wholeMs: 400, firstMs: 80, stallMs: 80, maxConcurrent: atOnce }
/** What a busy computer adds to a deadline. */
const toleranceMs = 600
const seed = 20260916

/** How an answer is delivered; most arrive. */
const deliveries: ((content: string) => Respond)[] = [
  deliver.stream,
  deliver.stream,
  deliver.stream,
  deliver.crumbs,
  deliver.document,
  deliver.thinking,
  deliver.thinkingWithoutBeginning,
  deliver.reasoning,
  deliver.fenced,
  deliver.endless,
  deliver.stallBeforeHeaders,
  deliver.stallBeforeWords,
  deliver.stallBetween,
  deliver.resetBetween,
  deliver.reset,
  deliver.errorBetween,
  deliver.html,
  deliver.empty,
  () => deliver.status(500, 'oops'),
  () => deliver.status(429, 'slow down', { 'retry-after': '7' }),
  (content) => refuseFields(/json_schema/, 'no response_format', deliver.stream(content)),
  (content) => refuseFields(/"max_tokens"/, 'use max_completion_tokens', deliver.stream(content)),
  (content) => refuseFields(/"temperature"/, 'no temperature', deliver.stream(content)),
  () => deliver.stream('Sorry {"claims": [{"text": '),
]

describe('over many questions to a model that lies', () => {
  let model: Awaited<ReturnType<typeof createTestModel>>
  const outcomes: { question: Question; shown: string[]; final: string[]; ms: number }[] = []
  const scripts = new Map<string, Respond>()

  beforeAll(async () => {
    const random = randomFrom(seed)
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const breaker = { failures: Infinity, pauseMs: 0, longestPauseMs: 0 }
    model = await createTestModel(
      (asked, response) => scripts.get(/question (\d+)\?/.exec(asked.prompt)?.[1] ?? '')?.(asked, response),
      { limits: { ...limits, breaker }, settings: { dailyTokens: 1e9, dailySeconds: 1e6 } },
    )
    const ask = async (number: number) => {
      const question = createWorld(random)
      const content = answer(question, random, pick(ways))
      scripts.set(String(number), pick(deliveries)(content))
      // Whoever asked before may have been told to wait.
      model.clock.now += 60_000
      const shown = new Set<string>()
      const begun = performance.now()
      const written = await model.writer.write({
        guildId: 'g1',
        question: `Answer question ${number}?`,
        passages: question.passages,
        onClaims: (claims) => {
          for (const { text } of claims) shown.add(text)
        },
      })
      const final = written?.claims.map(({ text }) => text) ?? []
      outcomes.push({ question, shown: [...shown], final, ms: performance.now() - begun })
    }
    let next = 0
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (next < questions) await ask(next++)
      }),
    )
  }, 60_000)
  afterAll(() => model.close())

  it(`shows no sentence that its passages do not bear out (seed ${seed})`, () => {
    const wrong = outcomes.flatMap(({ question, shown }) =>
      shown.filter((text) => !question.truths.has(text)),
    )
    expect(wrong).toEqual([])
  })

  it('gives in the end what it showed', () => {
    for (const { shown, final } of outcomes) expect(final).toEqual(shown)
  })

  it('mentions nobody and links nowhere', () => {
    expect(outcomes.flatMap(({ shown }) => shown).filter((text) => /[@<]|https?:|\]\(/.test(text))).toEqual(
      [],
    )
  })

  it('answers each in time', () => {
    expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(limits.wholeMs + toleranceMs)
  })

  it('still answers many', () => {
    expect(outcomes).toHaveLength(questions)
    expect(outcomes.filter(({ final }) => final.length > 0).length).toBeGreaterThan(questions / 4)
  })
})

describe('over many questions to an honest model', () => {
  it(`keeps every sentence (seed ${seed})`, async () => {
    const random = randomFrom(seed)
    const model = await createTestModel()
    const lost: [string, Passage[]][] = []
    for (let number = 0; number < 200; number++) {
      const { passages, truths, honest } = createWorld(random)
      const claims = honest.slice(0, 5)
      model.endpoint.script(deliver.stream(JSON.stringify({ answerable: true, claims })))
      const written = await model.writer.write({ guildId: `g${number}`, question: 'What?', passages })
      const kept = new Set(written?.claims.map(({ text }) => text))
      for (const { text } of claims) if (truths.has(text) && !kept.has(text)) lost.push([text, passages])
    }
    await model.close()
    expect(lost).toEqual([])
  })
})
