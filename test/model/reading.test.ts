import { describe, expect, it } from 'vitest'
import { createClaimReader, type DraftClaim } from '../../src/model/claim-reader.js'
import { type Dialect, firstDialect, planDialect } from '../../src/model/client/dialect.js'
import { createEventReader } from '../../src/model/client/event-reader.js'
import { failWithStatus } from '../../src/model/client/explain-status.js'
import { failureOf } from '../../src/model/client/failure.js'
import { parseRetryAfter } from '../../src/model/client/retry-after.js'
import { createThoughtFilter } from '../../src/model/client/thought-filter.js'
import { noon } from '../support/articles.js'
import { randomFrom } from '../support/random.js'

/** A text in pieces of random length. */
function* piecesOf(text: string, random: () => number): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const length = 1 + Math.floor(random() * 6)
    yield text.slice(at, at + length)
    at += length
  }
}
const seeds = Array.from({ length: 50 }, (_, i) => i + 1)

describe('the event reader', () => {
  const events = (text: string, random: () => number) => {
    const reader = createEventReader()
    return [...[...piecesOf(text, random)].flatMap(reader.push), ...reader.end()]
  }

  it.each([
    ['one event', 'data: a\n\n', ['a']],
    ['several with other ends of lines', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
    ['several lines of one', 'data: a\ndata: b\n\n', ['a\nb']],
    ['comments and other fields left out', ': ping\n\nevent: x\nid: 1\nretry: 5\ndata: a\n\n', ['a']],
    ['no space behind the colon, and only one removed', 'data:a\n\ndata:  b\n\n', ['a', ' b']],
    ['the last without an empty line', 'data: a', ['a']],
    ['nothing in nothing', '\n\n\n', []],
  ])('reads %s, wherever it is cut', (_, text, expected) => {
    for (const seed of seeds) expect(events(text, randomFrom(seed)), `seed ${seed}`).toEqual(expected)
  })

  it('reads a long line in time that grows with its length, and none without an end', () => {
    const reader = createEventReader()
    const begun = performance.now()
    for (let i = 0; i < 60_000; i++) reader.push('x')
    expect(performance.now() - begun).toBeLessThan(400)
    expect(() => reader.push('x'.repeat(10_000))).toThrow(/a line of more than/)
  })
})

describe('the thought filter', () => {
  const filtered = (text: string, random: () => number) => {
    let said = ''
    const filter = createThoughtFilter(() => {
      said = ''
    })
    for (const piece of piecesOf(text, random)) {
      const more = filter(piece)
      said += more
    }
    return said
  }

  it.each([
    ['<think>a {b} c</think>{"x": 1}', '{"x": 1}'],
    ['<THINKING>a</THINKING>x<think>y</think>z', 'xz'],
    ['a {b} c</think>{"x": 1}', '{"x": 1}'],
    ['{"a": "1 < 2 <b> </i>"}', '{"a": "1 < 2 <b> </i>"}'],
    ['<think>for ever', ''],
  ])('leaves of %s only %s', (text, expected) => {
    for (const seed of seeds) expect(filtered(text, randomFrom(seed)), `seed ${seed}`).toBe(expected)
  })
})

describe('the claim reader', () => {
  const claims = (text: string, random: () => number): DraftClaim[] => {
    const reader = createClaimReader()
    return [...piecesOf(text, random)].flatMap(reader.push)
  }
  const one = '{"text": "a \\"{[\\\\", "source": 1, "quote": "b"}'
  const first = { text: 'a "{[\\', source: 1, quote: 'b' }

  it.each([
    ['an answer', `{"answerable": true, "claims": [${one}]}`, [first]],
    [
      'an answer in words',
      `Sure [1]!\n\`\`\`json\n{"claims": [${one}, ${one}]}\n\`\`\` {"claims": [${one}]}`,
      [first, first],
    ],
    ['an answer behind other braces', `{x} {"a": {}} {"claims": [${one}]}`, [first]],
    ['a list alone', `[${one}]`, [first]],
    ['an answer that breaks off', `{"claims": [${one}, {"text": "c`, [first]],
    ['one broken claim among others', `{"claims": [{"text": 1}, {oops}, ${one}]}`, [first]],
    [
      'sources as words',
      '{"claims": [{"text": "a", "source": "[2]", "quote": "b"}]}',
      [{ text: 'a', source: 2, quote: 'b' }],
    ],
    ['an answer that is none', `{"answerable": false, "claims": [${one}]}`, []],
    ['no claims', '{"answerable": true, "claims": []} and {"text": "a", "source": 1, "quote": "b"}', []],
  ])('finds the claims of %s, wherever it is cut', (_, text, expected) => {
    for (const seed of seeds) expect(claims(text, randomFrom(seed)), `seed ${seed}`).toEqual(expected)
  })

  it.each([
    ['empty objects', `{${'{}'.repeat(14_900)}`],
    ['objects in objects', `{"claims": [${'{"a":['.repeat(2400)}${']}'.repeat(2400)}`],
    ['wrong objects', `{"claims": [${'{"quote":1},'.repeat(2400)}`],
  ])('reads many %s quickly', (_, text) => {
    const reader = createClaimReader()
    const begun = performance.now()
    expect(reader.push(text)).toEqual([])
    expect(performance.now() - begun).toBeLessThan(250)
  })

  it('takes in no more than an answer can be', () => {
    const reader = createClaimReader()
    for (let i = 0; i < 100; i++) reader.push('{"claims": ['.padEnd(1000))
    expect(reader.done()).toBe(true)
  })
})

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120_000],
    ['0.5', 500],
    [new Date(noon + 60_000).toUTCString(), 60_000],
    [new Date(noon - 60_000).toUTCString(), 0],
    ['999999', 3_600_000],
    ['soon', 30_000],
    [undefined, 30_000],
  ])('reads %s as %i ms', (value, ms) => expect(parseRetryAfter(value, noon)).toBe(ms))
})

describe('failWithStatus', () => {
  const said = (text: string, apiKey: string) => {
    try {
      failWithStatus({ status: 400, text, retryAfter: undefined }, apiKey, noon)
    } catch (error) {
      return failureOf(error).reason
    }
  }
  const long = 'q7'.padEnd(400, 'abcdefghijklmnop0123456789')

  it.each([
    ['a long key', JSON.stringify({ error: { message: `bad key ${long}` } }), long],
    ['a key behind a lot', JSON.stringify({ message: `${'x '.repeat(70)}${long}` }), long],
    ['an escaped key', '{"error":{"message":"bad key abc\\/defghi\\/jkl"}}', 'abc/defghi/jkl'],
    ['a key escaped twice', '{"error":{"message":"bad key abc\\\\/defghi"}}', 'abc/defghi'],
    [
      'a part of a key',
      JSON.stringify({ error: { message: 'bad key abcdefgh…wxyz' } }),
      'abcdefghijklmnopqrstuvwxyz',
    ],
    ['a key in an answer that was cut', `{"error":{"message":"bad key ${long.slice(0, 350)}`, long],
  ])('never repeats %s', (_, text, key) => {
    const reason = said(text, key) ?? ''
    for (let at = 0; at + 8 <= key.length; at++) expect(reason).not.toContain(key.slice(at, at + 8))
    expect(reason).not.toContain('defghi')
    expect(reason).toContain('HTTP 400: ')
  })

  it('gives the message of a server, whatever stands around it', () => {
    expect(said('{"error":{"code":1,"message":"no \\"tools\\" here","param":null}}', 'sk')).toBe(
      'it refuses the request (HTTP 400: no "tools" here)',
    )
  })
})

describe('planDialect', () => {
  it('ends, whatever the server complains of', () => {
    for (const complaint of ['', 'max_tokens', 'response_format', 'temperature', 'all of it']) {
      let dialect: Dialect | undefined = firstDialect
      let tries = 0
      for (; dialect && tries < 20; tries++) dialect = planDialect(dialect, complaint)
      expect(tries).toBeLessThanOrEqual(6)
    }
  })
})
