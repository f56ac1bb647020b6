import { afterEach, describe, expect, it } from 'vitest'
import type { Claim, ModelOptions, WriteRequest } from '../../src/model/model-writer.js'
import { createTestModel } from '../support/model.js'
import { answerOf, deliver, type Respond, refuseFields } from '../support/model-endpoint.js'

const passages = [
  {
    title: 'Harbour Bridge',
    source: 'Herald',
    datedAt: Date.UTC(2026, 5, 1),
    text: 'The Harbour Bridge will close on 3 June for six months. The “Möwe” ferry runs 🚢 every ten minutes instead.',
    language: 'en',
  },
  { title: '大桥', source: '日报', datedAt: null, text: '大桥每天有4万辆汽车通过。', language: 'zh' },
]
const closing = {
  text: 'The Harbour Bridge will close on 3 June.',
  source: 1,
  quote: 'The Harbour Bridge will close on 3 June',
}
const ferry = {
  text: 'The “Möwe” ferry runs every ten minutes.',
  source: 1,
  quote: 'The “Möwe” ferry runs 🚢 every ten minutes instead',
}
const cars = { text: '大桥每天有4万辆汽车通过。', source: 2, quote: '大桥每天有4万辆汽车通过' }
const lie = {
  text: 'The Harbour Bridge will never open.',
  source: 1,
  quote: 'The Harbour Bridge will close on 3 June',
}
const honest = answerOf([closing, ferry, cars])
const shown = [closing, ferry, cars].map(({ text, source, quote }) => ({ text, source: source - 1, quote }))

/** Short, because the endpoint never needs any time but where it stalls for ever. */
const quick: ModelOptions['limits'] = { wholeMs: 1000, firstMs: 120, stallMs: 80 }
const stalls = /not a word|silent/

let model: Awaited<ReturnType<typeof createTestModel>>
const start = async (...args: Parameters<typeof createTestModel>) => {
  model = await createTestModel(...args)
}
const write = (more: Partial<WriteRequest> = {}) =>
  model.writer.write({ guildId: 'g1', question: 'When will the bridge close?', passages, ...more })
afterEach(() => model.close())

describe('a model writer gives what is verified', () => {
  const ways: [string, (content: string) => Respond][] = [
    ['as a stream', deliver.stream],
    ['cut anywhere, inside characters, with CRLF and comments', deliver.crumbs],
    ['as one document', deliver.document],
    ['behind thoughts', deliver.thinking],
    ['behind thoughts whose beginning is missing', deliver.thinkingWithoutBeginning],
    ['beside its reasoning', deliver.reasoning],
    ['in a code block with words around', deliver.fenced],
  ]
  it.each(ways)('that comes %s', async (_, way) => {
    await start(way(honest))
    expect(await write()).toEqual({ claims: shown })
    expect(model.log.of('warn')).toEqual([])
  })

  it('as soon as each claim is complete', async () => {
    const seen: string[][] = []
    await start(deliver.stallBetween(honest), { limits: quick })
    const onClaims = (claims: readonly Claim[]) => {
      seen.push(claims.map(({ text }) => text))
    }
    const written = await write({ onClaims })
    expect(seen).toEqual([[closing.text]])
    expect(written?.claims.map(({ text }) => text)).toEqual([closing.text])
  })

  it('and nothing else', async () => {
    await start(
      deliver.stream(answerOf([lie, closing, { ...closing, source: 2 }, { ...ferry, source: 'PASSAGE 1' }])),
    )
    expect(await write()).toEqual({ claims: shown.slice(0, 2) })
  })

  it('also when whoever shows it fails', async () => {
    await start(deliver.stream(honest))
    const written = await write({ onClaims: () => Promise.reject(new Error('no')) })
    expect(written?.claims).toHaveLength(3)
    expect(model.log.of('error')).toHaveLength(3)
  })

  it.each([
    [
      'when it says that the passages do not answer',
      JSON.stringify({ answerable: false, claims: [closing] }),
    ],
    ['when nothing of it holds', answerOf([lie])],
  ])('nothing %s, which is no failure', async (_, content) => {
    await start(deliver.stream(content))
    expect(await write()).toBeUndefined()
    expect(model.log.of('warn')).toEqual([])
  })
})

describe('a model writer gives up, with one warning,', () => {
  it.each([
    ['before headers', deliver.stallBeforeHeaders(), /not a word after 120 ms/],
    ['on a stream without words', deliver.stallBeforeWords(), /not a word after 120 ms/],
    ['in the middle', deliver.stallBetween(answerOf([lie])), /silent for 80 ms/],
    ['on endless words', deliver.endless(answerOf([lie])), /more than \d+ tokens/],
    ['on a fault', deliver.status(500, 'oops'), /it has a fault \(HTTP 500\)/],
    ['on a key that is refused', deliver.status(401, 'sk-very-secret is wrong'), /correct LLM_API_KEY/],
    ['on an unknown model', deliver.status(404, 'model "scripted" not found'), /HTTP 404: model/],
    ['on a connection that is reset', deliver.reset(), /the connection broke/],
    ['on one that is reset in the middle', deliver.resetBetween(answerOf([lie])), /the connection broke/],
    ['on a page for people', deliver.html(), /it answers with text\/html/],
    ['on nothing at all', deliver.empty(), /an empty answer/],
    ['on an error in the stream', deliver.errorBetween(honest), /an error in the middle/],
    ['on words that are no JSON', deliver.stream('I am sorry, I cannot help with that.'), /not the JSON/],
    ['on broken JSON', deliver.stream('{"claims": [{"text": "The'), /not the JSON/],
  ])('%s', async (_, respond, reason) => {
    await start(respond, stalls.test(reason.source) ? { limits: quick } : {})
    const begun = performance.now()
    expect(await write()).toBeUndefined()
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(model.log.of('warn')).toEqual([expect.stringMatching(reason)])
  })

  it('where nobody listens', async () => {
    await start(deliver.empty(), { settings: { baseUrl: 'http://127.0.0.1:9' } })
    expect(await write()).toBeUndefined()
    expect(model.log.of('warn')).toEqual([expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/)])
  })

  it('when the whole time is used up, and keeps what was verified until then', async () => {
    await start(
      (_, response) => {
        response.write(
          `data: ${JSON.stringify({ choices: [{ delta: { content: honest.slice(0, 200) } }] })}\n\n`,
        )
        const ping = setInterval(
          () => response.write('data: {"choices":[{"delta":{"content":" "}}]}\n\n'),
          10,
        )
        response.on('close', () => clearInterval(ping))
      },
      { limits: { wholeMs: 700 } },
    )
    expect((await write())?.claims).toHaveLength(1)
    expect(model.log.of('warn')).toEqual([expect.stringMatching(/not done after 700 ms/)])
  })

  it('and never writes the key', async () => {
    await start(deliver.status(400, 'bad key sk-very-secret in https://me:pw@x.test'))
    await write()
    expect(JSON.stringify(model.log.lines)).toContain('bad key [secret]')
    expect(JSON.stringify(model.log.lines)).not.toMatch(/very-secret|pw@/)
  })
})

describe('a model writer finds out what a server understands', () => {
  it.each([
    ['/v1/chat/completions', ''],
    ['/v1/chat/completions', '/'],
    ['/v1/chat/completions', '/v1'],
    ['/v1/chat/completions', '/v1/'],
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/chat/completions', ''],
    ['/api/v1/chat/completions', '/api'],
    ['/api/chat/completions', '/api/'],
    ['/v1beta/openai/chat/completions', '/v1beta/openai/'],
    ['/v1/chat/completions?api-version=3', '/v1?api-version=3'],
  ])('finds %s for an address that ends in "%s"', async (path, suffix) => {
    await start((asked, response) =>
      (asked.path === path ? deliver.stream(honest) : deliver.status(404, 'page not found'))(asked, response),
    )
    const other = await createTestModel(deliver.empty(), {
      settings: { baseUrl: model.endpoint.url + suffix },
    })
    const written = await other.writer.write({ guildId: 'g1', question: 'When?', passages })
    await other.close()
    expect(written?.claims).toHaveLength(3)
  })

  it.each([
    [
      'no JSON schema',
      /json_schema/,
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported",
    ],
    ['no response format at all', /response_format/, 'response_format: Extra inputs are not permitted'],
    [
      'no max_tokens',
      /"max_tokens"/,
      "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
    ],
    [
      'no temperature',
      /"temperature"/,
      "Unsupported value: 'temperature' does not support 0 with this model.",
    ],
    ['no stream options', /stream_options/, 'stream_options is not allowed'],
  ])('%s, and remembers it', async (_, refused, complaint) => {
    await start(refuseFields(refused, complaint, deliver.stream(honest)))
    expect((await write())?.claims).toHaveLength(3)
    const tries = model.endpoint.asked.length
    expect((await write())?.claims).toHaveLength(3)
    expect(model.endpoint.asked).toHaveLength(tries + 1)
    expect(model.log.of('warn')).toEqual([])
  })

  it('asks once only where the question is refused and not its form, and counts it', async () => {
    const filter = 'The prompt triggered the content management policy. Please modify your prompt.'
    await start(deliver.status(400, filter))
    expect(await write()).toBeUndefined()
    expect(model.endpoint.asked).toHaveLength(1)
    expect(model.log.of('warn')).toEqual([expect.stringContaining('content management policy')])
    expect((await model.usage()).tokens).toBeGreaterThan(400)
  })

  it('asks for JSON, temperature 0 and a limit until it is told otherwise', async () => {
    await start(deliver.stream(honest))
    await write()
    expect(model.endpoint.asked[0]).toMatchObject({
      headers: { authorization: 'Bearer sk-very-secret' },
      body: { model: 'scripted', stream: true, temperature: 0, response_format: { type: 'json_schema' } },
    })
  })

  it('follows redirects within the host, and shows its key to no other', async () => {
    const other = await createTestModel(deliver.stream(honest))
    await start((asked, response) =>
      (asked.path.startsWith('/v1')
        ? deliver.status(307, '', { location: '/moved' })
        : deliver.stream(honest))(asked, response),
    )
    expect((await write())?.claims).toHaveLength(3)
    model.endpoint.script(deliver.status(307, '', { location: `${other.endpoint.url}/v1/chat/completions` }))
    expect(await write()).toBeUndefined()
    expect(other.endpoint.asked).toEqual([])
    expect(model.log.of('warn')).toEqual([
      expect.stringMatching(/redirects \(HTTP 307\) to http:.*correct LLM_BASE_URL/),
    ])
    await other.close()
  })
})

describe('a model writer leaves an endpoint alone', () => {
  it('for as long as a busy one says', async () => {
    await start(deliver.status(429, 'slow down', { 'retry-after': '120' }))
    await write()
    model.endpoint.script(deliver.stream(honest))
    model.clock.now += 119_000
    expect(await write()).toBeUndefined()
    expect(model.endpoint.asked).toHaveLength(1)
    model.clock.now += 2000
    expect((await write())?.claims).toHaveLength(3)
  })

  it('after failures in a row, longer each time, until one request gets through', async () => {
    await start(deliver.status(500, 'oops'))
    for (let i = 0; i < 5; i++) await write()
    expect(model.endpoint.asked).toHaveLength(3)
    model.clock.now += 61_000
    await Promise.all([write(), write()])
    expect(model.endpoint.asked).toHaveLength(4)
    model.clock.now += 61_000
    await write()
    expect(model.endpoint.asked).toHaveLength(4)
    model.clock.now += 120_000
    model.endpoint.script(deliver.stream(honest))
    expect((await write())?.claims).toHaveLength(3)
    expect((await write())?.claims).toHaveLength(3)
  })

  it.each([
    ['it refuses', deliver.status(400, 'content filter')],
    ['it answers with other words', deliver.stream('I am sorry, I cannot help with that.')],
    ['it never ends', deliver.endless(answerOf([lie]))],
  ])('only for the server whose questions %s', async (_, respond) => {
    await start(respond)
    for (let i = 0; i < 5; i++) await write()
    expect(model.endpoint.asked).toHaveLength(3)
    model.endpoint.script(deliver.stream(honest))
    expect((await write({ guildId: 'g2' }))?.claims).toHaveLength(3)
    expect(await write()).toBeUndefined()
    model.clock.now += 61_000
    expect((await write())?.claims).toHaveLength(3)
    expect((await write())?.claims).toHaveLength(3)
  })

  it('while it is busy with as many requests as it may have', async () => {
    await start(deliver.stallBeforeHeaders(), { limits: { ...quick, maxConcurrent: 2 } })
    await Promise.all(Array.from({ length: 5 }, () => write()))
    expect(model.endpoint.asked).toHaveLength(2)
  })

  it('when the answer is not wanted any more, which is no failure', async () => {
    const controller = new AbortController()
    await start((_, response) => {
      response.flushHeaders()
      controller.abort()
    })
    expect(await write({ signal: controller.signal })).toBeUndefined()
    expect(await write({ signal: controller.signal })).toBeUndefined()
    expect(model.endpoint.asked).toHaveLength(1)
    expect(model.log.of('warn')).toEqual([])
  })

  it('when it is closed, also in the middle', async () => {
    await start((_, response) => {
      response.flushHeaders()
      void model.writer.close()
    })
    expect(await write()).toBeUndefined()
    expect(await write()).toBeUndefined()
  })

  it('when there is nothing to answer from', async () => {
    await start(deliver.stream(honest))
    expect(await write({ passages: [] })).toBeUndefined()
    expect(model.endpoint.asked).toEqual([])
  })
})

describe('a model writer keeps to what a server may use', () => {
  it('counts what the endpoint says', async () => {
    await start(deliver.stream(honest))
    await write()
    expect((await model.usage()).tokens).toBe(1000)
    expect(await model.usage('g2')).toEqual({ tokens: 0, ms: 0 })
  })

  it('estimates where it says nothing, and counts nothing for what never began', async () => {
    await start(deliver.crumbs(honest))
    await write()
    const { tokens } = await model.usage()
    expect(tokens).toBeGreaterThan(500)
    expect(tokens).toBeLessThan(2000)
    model.endpoint.script(deliver.status(500, 'oops'))
    await write()
    expect((await model.usage()).tokens).toBe(tokens)
  })

  it('asks no more when the day is used up, also when many ask at once, and again on the next', async () => {
    await start(deliver.stream(honest), { settings: { dailyTokens: 10_000 } })
    const first = await Promise.all(Array.from({ length: 4 }, () => write()))
    expect(first.filter(Boolean).length).toBeLessThan(5)
    for (let i = 0; i < 12; i++) await write()
    expect((await model.usage()).tokens).toBeLessThanOrEqual(10_000)
    const { length } = model.endpoint.asked
    expect(await write()).toBeUndefined()
    expect(model.endpoint.asked).toHaveLength(length)
    expect(await write({ guildId: 'g2' })).toBeDefined()
    model.clock.now += 86_400_000
    expect(await write()).toBeDefined()
  })
})
