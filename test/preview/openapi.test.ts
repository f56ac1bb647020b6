import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadOpenApi } from '../../src/preview/openapi.js'
import { openDiscord } from '../support/discord.js'

const button = {
  type: 'object',
  required: ['type', 'style'],
  properties: {
    type: { type: 'integer', enum: [2], allOf: [{ $ref: '#/components/schemas/Kinds' }] },
    style: { type: 'integer' },
    label: { type: ['string', 'null'], maxLength: 80 },
  },
}
const select = {
  type: 'object',
  required: ['type', 'custom_id'],
  properties: { type: { type: 'integer', enum: [3] }, custom_id: { type: 'string' } },
}
const message = {
  type: 'object',
  properties: {
    content: { type: ['string', 'null'], maxLength: 4000 },
    embeds: { type: ['array', 'null'] },
    default_member_permissions: { type: ['integer', 'null'], maximum: 100 },
    mood: { type: 'string', enum: [] },
    components: {
      type: 'array',
      items: { oneOf: [{ $ref: '#/components/schemas/Button' }, { $ref: '#/components/schemas/Select' }] },
    },
  },
}
const bodyOf = (schema: object, required = false) => ({
  requestBody: { required, content: { 'application/json': { schema } } },
})
/** The shapes that make the official document hard to use, in small. */
const document = {
  paths: {
    '/users/{user_id}': { get: {} },
    '/users/@me': {
      get: {},
      patch: bodyOf({ type: 'object', properties: { username: { type: 'string' } } }),
    },
    '/channels/{id}/messages': { get: {}, post: bodyOf({ $ref: '#/components/schemas/Message' }, true) },
  },
  components: { schemas: { Kinds: { type: 'integer' }, Button: button, Select: select, Message: message } },
}

function save() {
  const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'openapi.json')
  writeFileSync(file, JSON.stringify(document))
  return file
}

const load = () => loadOpenApi(save())

const post = (body: unknown) => load().check('POST', '/channels/1/messages', body)

it("what the document or Discord's rules forbid is among the violations of a run", async () => {
  const discord = await openDiscord({ openapi: load() })
  const send = (body: object) =>
    fetch(`${discord.apiUrl}/v10/channels/${discord.channels.general}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bot ${discord.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  await send({ content: 'x', contnet: 'y' })
  await send({ content: 'x'.repeat(2001) })
  await discord.close()
  expect(discord.violations).toEqual([
    expect.stringContaining('contnet'),
    expect.stringContaining('BASE_TYPE_MAX_LENGTH'),
  ])
})

describe('the OpenAPI check', () => {
  it.each([
    ['plain text', { content: 'x' }],
    ['permission bits as text', { default_member_permissions: '32' }],
    ['an enum that the document left empty', { mood: 'any' }],
    [
      'a tagged union',
      {
        components: [
          { type: 2, style: 1 },
          { type: 3, custom_id: 'x' },
        ],
      },
    ],
    ['the idle fields that discord.js always adds', { content: 'x', tts: false, enforce_nonce: false }],
  ])('accepts %s', (_, body) => {
    expect(post(body)).toEqual([])
  })

  it.each([
    ['a typo', { contnet: 'x' }, ['/ must NOT have additional properties ("contnet")']],
    [
      'a typo deep inside',
      { components: [{ type: 2, style: 1, lable: 'x' }] },
      ['/components/0 must NOT have additional properties ("lable")'],
    ],
    [
      'only the branch that was meant',
      { components: [{ type: 3 }] },
      ["/components/0 must have required property 'custom_id'"],
    ],
    [
      'a kind that does not exist',
      { components: [{ type: 9 }] },
      ['/components/0/type must be equal to one of the allowed values'],
    ],
    ['a field in use where there is none', { tts: true }, ['/tts must be equal to constant']],
  ])('reports %s', (_, body, lines) => {
    expect(post(body)).toEqual(lines.map((line) => `POST /channels/1/messages: ${line}`))
  })

  it('reports a missing body, an unknown path and an unknown method', () => {
    const openApi = load()
    expect(post(undefined)).toEqual(['POST /channels/1/messages: a body is required'])
    expect(openApi.check('GET', '/nowhere', undefined)).toEqual(['GET /nowhere: not in the API document'])
    expect(openApi.check('PUT', '/channels/1/messages', {})).toEqual([
      'PUT /channels/1/messages: not in the API document',
    ])
  })

  it('prefers the literal path over the one with a parameter', () => {
    expect(load().check('PATCH', '/users/@me', { usrname: 'x' })).toHaveLength(1)
  })
})
