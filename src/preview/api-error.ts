import type { z } from 'zod'

/** What Discord answers when it refuses: status, numeric code, sentence and, for bodies, one entry per bad field. */
export class ApiError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 429,
    readonly code: number,
    message: string,
    readonly errors?: FieldErrors,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** The JSON body, in Discord's shape. */
  body(): { code: number; message: string; errors?: FieldErrors } {
    return { code: this.code, message: this.message, ...(this.errors && { errors: this.errors }) }
  }
}

/** `{ embeds: { 0: { title: { _errors: [{ code, message }] } } } }` */
export interface FieldErrors {
  [field: string]: FieldErrors | { code: string; message: string }[]
}

/** The refusals that more than one route gives. Codes: discord.com/developers/docs/topics/opcodes-and-status-codes */
export const refusals = {
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  notFound: () => new ApiError(404, 0, '404: Not Found'),
  unknownChannel: () => new ApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new ApiError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new ApiError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiError(404, 10063, 'Unknown application command'),
  missingAccess: () => new ApiError(403, 50001, 'Missing Access'),
  missingPermissions: () => new ApiError(403, 50013, 'Missing Permissions'),
  notAuthor: () => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50006, 'Cannot send an empty message'),
  tooLarge: () => new ApiError(413, 40005, 'Request entity too large'),
  invalidToken: () => new ApiError(401, 50027, 'Invalid Webhook Token'),
  invalidJson: () => new ApiError(400, 50109, 'The request body contains invalid JSON.'),
}

/** One bad field of a body, as Discord reports it. */
export function invalidField(path: PropertyKey[], code: string, message: string): ApiError {
  return new ApiError(400, 50035, 'Invalid Form Body', nest([{ path, code, message }]))
}

/** Reads a body through its schema; what does not fit becomes Discord's 400 with all bad fields. */
export function parseBody<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new ApiError(400, 50035, 'Invalid Form Body', nest(result.error.issues.map(fieldError)))
}

interface FieldError {
  path: PropertyKey[]
  code: string
  message: string
}

function nest(found: FieldError[]): FieldErrors {
  const tree: FieldErrors = {}
  for (const { path, code, message } of found) {
    let node = tree
    for (const step of path) {
      const next = (node[String(step)] ?? {}) as FieldErrors
      node[String(step)] = next
      node = next
    }
    const earlier = node._errors
    node._errors = [...(Array.isArray(earlier) ? earlier : []), { code, message }]
  }
  return tree
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const { path } = issue
  if (issue.code === 'too_big' && issue.origin === 'number')
    return {
      path,
      code: 'NUMBER_TYPE_MAX',
      message: `Value should be less than or equal to ${issue.maximum}.`,
    }
  if (issue.code === 'too_small' && issue.origin === 'number')
    return {
      path,
      code: 'NUMBER_TYPE_MIN',
      message: `Value should be greater than or equal to ${issue.minimum}.`,
    }
  if (issue.code === 'too_big')
    return { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
  if (issue.code === 'too_small')
    return { path, code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
  if (issue.code === 'invalid_format')
    return { path, code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' }
  if (issue.code === 'invalid_value')
    return {
      path,
      code: 'BASE_TYPE_CHOICES',
      message: `Value must be one of {${issue.values.map(String).join(', ')}}.`,
    }
  if (issue.code === 'custom' && typeof issue.params?.discord === 'string')
    return { path, code: issue.params.discord, message: issue.message }
  return { path, code: 'BASE_TYPE_INVALID', message: issue.message }
}
