import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'

/** Checks the bot's requests against Discord's official API document. */
export interface OpenApi {
  /** What is wrong with a request, one readable line each; empty when it is right. `path` is without `/api/v10`. */
  check(method: string, path: string, body: unknown): string[]
}

type Json = Record<string, unknown>
interface Document {
  paths: Record<
    string,
    Record<string, { requestBody?: { content?: Record<string, { schema?: Json }>; required?: boolean } }>
  >
  components: { schemas: Record<string, Json> }
}

/** What discord.js sends with every message, edit and interaction answer, also where the document has no such field. */
const harmless = { tts: { const: false }, enforce_nonce: { const: false } }

/**
 * Reads the official document (github.com/discord/discord-api-spec, OpenAPI 3.1). Each route's schema is compiled
 * when it is first used, because all of them together take seconds.
 */
export function loadOpenApi(file: string): OpenApi {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  mend(document, document)
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: true,
    formats,
    logger: false,
  })
  ajv.addSchema(document, 'discord')
  const routes = Object.keys(document.paths).map((template) => ({ template, pattern: patternOf(template) }))
  // Literal segments win over parameters: /users/@me is not /users/{user_id}.
  routes.sort((a, b) => parameters(a.template) - parameters(b.template))
  const compiled = new Map<string, ValidateFunction | undefined>()

  function validatorOf(template: string, method: string): ValidateFunction | undefined {
    const key = `${method} ${template}`
    if (!compiled.has(key)) {
      const pointer = ['paths', template, method, 'requestBody', 'content', 'application/json', 'schema']
      const known = document.paths[template]?.[method]?.requestBody?.content?.['application/json']?.schema
      const $ref = `discord#/${pointer.map(escapePointer).join('/')}`
      compiled.set(key, known && ajv.compile({ $ref }))
    }
    return compiled.get(key)
  }

  return {
    check(method, path, body) {
      const where = `${method} ${path}`
      const verb = method.toLowerCase()
      const matching = routes.filter(({ pattern }) => pattern.test(path))
      const route = matching.find(({ template }) => document.paths[template]?.[verb])
      if (!route) return [`${where}: not in the API document`]
      if (body === undefined) {
        const required = document.paths[route.template]?.[verb]?.requestBody?.required
        return required ? [`${where}: a body is required`] : []
      }
      const validate = validatorOf(route.template, verb)
      if (!validate) return isEmpty(body) ? [] : [`${where}: takes no JSON body`]
      return validate(body) ? [] : explain(validate.errors ?? []).map((line) => `${where}: ${line}`)
    },
  }
}

const formats = {
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  snowflake: /^\d{1,20}$/,
  nonce: true as const,
  int32: true as const,
  int64: true as const,
  double: true as const,
}

/** Makes the document usable as one big schema; changes it in place. */
function mend(node: unknown, document: Document, name = ''): void {
  if (Array.isArray(node)) {
    for (const part of node) mend(part, document)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const schema = node as Json
  // One enum in the document is empty, which no JSON Schema may be.
  if (Array.isArray(schema.enum) && schema.enum.length === 0) delete schema.enum
  closeObject(schema)
  if (permissionFields.has(name)) allowText(schema)
  tagUnion(schema, document)
  for (const [key, value] of Object.entries(schema)) mend(value, document, key)
}

/** Objects are open in the document, so a typo would pass. None of them is part of an `allOf` in JSON bodies. */
function closeObject(schema: Json): void {
  if (schema.type !== 'object' || schema.additionalProperties !== undefined) return
  if (typeof schema.properties !== 'object' || schema.properties === null) return
  schema.additionalProperties = false
  const isMessage = 'content' in schema.properties && 'embeds' in schema.properties
  if (isMessage) schema.properties = { ...harmless, ...schema.properties }
}

/** Permission bit sets are typed as integers, but are sent as strings, as the prose asks. */
const permissionFields = new Set(['default_member_permissions', 'permissions', 'allow', 'deny'])

function allowText(schema: Json): void {
  const types = [schema.type].flat()
  if (types.includes('integer')) schema.type = [...types, 'string']
}

/**
 * A union of objects with a constant `type` reports the errors of all branches; tested by `type` first, it reports only
 * those of the branch that was meant. (The `discriminator` keyword of ajv takes only strings.)
 */
function tagUnion(schema: Json, document: Document): void {
  const keyword = Array.isArray(schema.oneOf) ? 'oneOf' : Array.isArray(schema.anyOf) ? 'anyOf' : undefined
  const branches = keyword && (schema[keyword] as Json[])
  if (!branches || branches.length < 2) return
  const tags = branches.map((branch) => tagsOf(branch, document))
  const all = tags.flat()
  if (tags.some((own) => own.length === 0) || new Set(all).size < all.length) return
  delete schema[keyword]
  Object.assign(schema, {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: all } },
    allOf: branches.map((branch, i) => ({
      anyOf: [{ not: { properties: { type: { enum: tags[i] } } } }, branch],
    })),
  })
}

function tagsOf(branch: Json, document: Document): unknown[] {
  const name = typeof branch.$ref === 'string' ? branch.$ref.split('/').at(-1) : undefined
  const target = name === undefined ? branch : document.components.schemas[name]
  const type = (target?.properties as Json | undefined)?.type as Json | undefined
  const required = Array.isArray(target?.required) && target.required.includes('type')
  return required && Array.isArray(type?.enum) ? type.enum : []
}

/** `/embeds/0: must not have unknown property "titel"` */
function explain(errors: readonly ErrorObject[]): string[] {
  const lines = errors
    .filter(({ keyword }) => !['oneOf', 'anyOf', 'not'].includes(keyword))
    // "or null" is the other branch of a nullable object; the branch with the fault says what is wrong.
    .filter(({ keyword, params }) => !(keyword === 'type' && params.type === 'null' && errors.length > 2))
    .map(({ instancePath, message, params }) => {
      const extra = params.additionalProperty
      const detail = extra === undefined ? '' : ` (${JSON.stringify(extra)})`
      return `${instancePath || '/'} ${message}${detail}`
    })
  return [...new Set(lines)].slice(0, 10)
}

function patternOf(template: string): RegExp {
  const segments = template.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : escapeRegExp(part)))
  return new RegExp(`^${segments.join('/')}$`)
}

function parameters(template: string): number {
  return template.split('{').length
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function isEmpty(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0
}
