import { z } from 'zod'

/** A claim as the model wrote it: nothing of it is known to be true. */
export interface DraftClaim {
  text: string
  /** The number of the passage, from 1. */
  source: number
  quote: string
}

const claimSchema = z.object({
  text: z.string(),
  // Some models write "1", "[1]" or "PASSAGE 1".
  source: z.union([z.number(), z.string().transform((text) => Number(/\d+/.exec(text)?.[0]))]).pipe(z.int()),
  quote: z.string(),
})

/** The answer is longer than anything that was asked for; UTF-16 units. */
const maxLength = 30_000
/** Of one claim, with all its escapes. */
const maxClaim = 6000

/**
 * Finds the claims in JSON that is still being written, each as soon as its last brace is there, also behind a preface or
 * inside a code block. Only objects in a list are claims.
 */
export function createClaimReader() {
  let text = ''
  let at = 0
  let open: { sign: string; start: number }[] = []
  let inString = false
  let isDone = false
  let answerable = true
  /** Up to where it was looked for "answerable": each character once. */
  let seen = 0

  /** Looks at the next character; the text of an object in a list that ends with it. */
  function step(): string | undefined {
    const char = text[at] ?? ''
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = open.length > 0
    else if (char === '{' || char === '[') return enter(char)
    else if (char === '}' || char === ']') return leave()
    return undefined
  }

  function enter(sign: string): undefined {
    open.push({ sign, start: at })
    if (open.length === 1) seen = at
    if (open.length === 2 && /"answerable"\s*:\s*false/.test(text.slice(seen, at))) answerable = false
  }

  function leave(): string | undefined {
    const closed = open.pop()
    if (open.length === 1) seen = at
    if (closed && open.length === 0) isDone = text.slice(closed.start, at).includes('"claims"')
    const isListed = closed?.sign === '{' && open.at(-1)?.sign === '['
    return isListed && at - closed.start < maxClaim ? text.slice(closed.start, at + 1) : undefined
  }

  return {
    push(piece: string): DraftClaim[] {
      if (text.length < maxLength) text += piece
      const claims: DraftClaim[] = []
      // A backslash at the end waits for what it escapes.
      for (; at < text.length && !isDone; at++) {
        if (inString && text[at] === '\\' && at + 1 === text.length) break
        const found = step()
        if (found !== undefined) claims.push(...parseClaim(found))
      }
      return answerable ? claims : []
    },

    /** Whether the object is complete: what follows is not read. */
    done: () => isDone || text.length >= maxLength,

    restart() {
      text = ''
      at = 0
      open = []
      inString = false
      isDone = false
      answerable = true
      seen = 0
    },
  }
}

function parseClaim(text: string): DraftClaim[] {
  if (!text.includes('"quote"')) return []
  try {
    const { success, data } = claimSchema.safeParse(JSON.parse(text))
    return success ? [data] : []
  } catch {
    return []
  }
}
