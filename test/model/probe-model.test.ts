import { afterEach, describe, expect, it } from 'vitest'
import { probeModel } from '../../src/model/probe-model.js'
import { createModelEndpoint, deliver, type Respond, refuseFields } from '../support/model-endpoint.js'

describe('probeModel', () => {
  let endpoint: Awaited<ReturnType<typeof createModelEndpoint>>
  afterEach(() => endpoint.close())

  const listing =
    (chat: Respond, ...ids: string[]): Respond =>
    (asked, response) => {
      if (asked.path === '/v1/models')
        response.end(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }))
      else if (asked.path === '/v1/chat/completions') chat(asked, response)
      else deliver.status(404, 'page not found')(asked, response)
    }
  const list = (...ids: string[]) => listing(deliver.stream('{}'), ...ids)
  const chats = (chat: Respond) => listing(chat, 'm')
  const unlisted: Respond = (asked, response) =>
    (asked.path === '/v1/chat/completions' ? deliver.document('{}') : deliver.status(404, 'no'))(
      asked,
      response,
    )

  it.each<[string, Respond, boolean, RegExp]>([
    ['the model is there', list('a', 'm'), true, /has m, and it answers in JSON$/],
    ['it is listed with a tag', list('m:latest'), true, /has m, /],
    ['it lists nothing, but answers', unlisted, true, /answers as m, in JSON$/],
    ['it puts JSON into words', chats(deliver.fenced('{}')), true, /in JSON$/],
    [
      'it knows no schema',
      chats(refuseFields(/json_schema/, 'no response_format', deliver.stream('{}'))),
      true,
      /JSON$/,
    ],
    [
      'it cannot chat',
      chats(deliver.status(404, 'no')),
      false,
      /does not chat: .*HTTP 404.*; set LLM_MODEL to/,
    ],
    ['there is no credit', chats(deliver.status(429, 'no')), false, /HTTP 429.*credit left/],
    ['the key may only list', chats(deliver.status(403, 'no')), false, /HTTP 403\); correct LLM_API_KEY$/],
    ['its chat is a page for people', chats(deliver.html()), false, /text\/html.*; correct LLM_BASE_URL$/],
    ['its chat is out of order', chats(deliver.status(500, 'no')), false, /HTTP 500\); try again later$/],
    ['its chat is silent', chats(deliver.stallBeforeHeaders()), false, /after 300 ms; try again if/],
    [
      'it has no JSON',
      chats(deliver.stream('Of course!')),
      false,
      /not in JSON; set LLM_MODEL to one that can$/,
    ],
    ['another model is there', list('a', 'b'), false, /no model m; set LLM_MODEL to one it has \(a, b\)/],
    ['no model is there', list(), false, /\(none\)/],
    [
      'the key is refused',
      deliver.status(401, 'no'),
      false,
      /refuses the key \(HTTP 401\); correct LLM_API_KEY/,
    ],
    ['it is out of order', deliver.status(502, 'no'), false, /HTTP 502; try again later/],
    [
      'it is a page for people',
      deliver.html(),
      false,
      /not answer like an OpenAI-compatible server; correct LLM_BASE_URL/,
    ],
    [
      'it has moved',
      deliver.status(301, '', { location: 'https://x.test' }),
      false,
      /redirects .* set LLM_BASE_URL/,
    ],
    ['nothing is there', deliver.status(404, 'no'), false, /HTTP 404.*correct LLM_BASE_URL/],
    ['it says nothing', deliver.stallBeforeHeaders(), false, /does not answer; check LLM_BASE_URL/],
    ['it hangs up', deliver.reset(), false, /the connection broke .*check LLM_BASE_URL/],
  ])('says in a sentence when %s', async (_, respond, ok, detail) => {
    endpoint = await createModelEndpoint(respond)
    const settings = {
      baseUrl: endpoint.url,
      name: 'm',
      apiKey: 'sk-secret',
      dailyTokens: 1,
      dailySeconds: 1,
    }
    const probe = await probeModel(settings, 300)
    expect(probe).toEqual({ ok, detail: expect.stringMatching(detail) })
    expect(probe.detail).not.toContain('sk-secret')
    expect(endpoint.asked[0]?.headers.authorization).toBe('Bearer sk-secret')
  })
})
