import { z } from 'zod'
import { parseJson } from './parse-json.js'

/** What a server counted. */
const usageSchema = z.object({
  total_tokens: z.number().nonnegative().optional(),
  prompt_tokens: z.number().nonnegative().optional(),
  completion_tokens: z.number().nonnegative().optional(),
})
const parts = z.array(z.object({ text: z.string().optional() }).loose())
const said = z
  .object({
    content: z.union([z.string(), parts]).nullish(),
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
  })
  .loose()
const completionSchema = z.object({
  choices: z
    .array(z.object({ delta: said.nullish(), message: said.nullish(), text: z.string().nullish() }).loose())
    .nullish(),
  usage: usageSchema.nullish().catch(null),
  error: z.unknown().optional(),
})

/** What one event of the stream, or the whole answer of a server that does not stream, says. */
export interface Piece {
  content: string
  /** Reasoning beside the answer: not wanted, but a sign of life, and paid for. */
  reasoning: string
  tokens: number | undefined
  isError: boolean
}

/** Undefined for what is no completion. */
export function parsePiece(text: string): Piece | undefined {
  const { success, data } = completionSchema.safeParse(parseJson(text))
  if (!success) return undefined
  const choice = data.choices?.[0]
  const speech = choice?.delta ?? choice?.message
  return {
    content: contentOf(speech?.content) || (choice?.text ?? ''),
    reasoning: speech?.reasoning_content ?? speech?.reasoning ?? '',
    tokens: tokensOf(data.usage),
    isError: data.error !== undefined && data.error !== null,
  }
}

function contentOf(content: z.output<typeof said>['content']): string {
  return typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('')
}

function tokensOf(usage: z.output<typeof usageSchema> | null | undefined): number | undefined {
  const total = usage?.total_tokens ?? (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0)
  return total > 0 ? Math.ceil(total) : undefined
}
