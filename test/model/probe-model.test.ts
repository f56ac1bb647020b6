import { afterEach, describe, expect, it } from 'vitest'
import { probeModel } from '../../src/model/probe-model.js'
import { createModelEndpoint, deliver, type Respond } from '../support/model-endpoint.js'

describe('probeModel', () => {
  let endpoint: Awaited<ReturnType<typeof createModelEndpoint>>
  afterEach(() => endpoint.close())

  const list =
    (...ids: string[]): Respond =>
    (asked, response) =>
      asked.path === '/v1/models'
        ? response.end(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }))
        : deliver.status(404, 'page not found')(asked, response)

  it.each<[string, Respond, boolean, RegExp]>([
    ['the model is there', list('a', 'm'), true, /has m$/],
    ['it is listed with a tag', list('m:latest'), true, /has m$/],
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
    ['it lists nothing', deliver.status(404, 'no'), true, /does not list its models/],
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
