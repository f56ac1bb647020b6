import { type Piece, parsePiece } from './completion.js'
import { createEventReader } from './event-reader.js'
import { fail } from './failure.js'

/** More than any answer of the length that is asked for, with all that is wrapped around each word. */
const maxBytes = 2_000_000

/**
 * Reads the answer of a server, a stream of events or one JSON document, whatever its content type says: some servers
 * ignore that a stream was asked for, some name it wrongly. `onPiece` is called for each piece as it comes, `onBytes`
 * when anything of a single document comes.
 */
export async function readCompletion(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  { onPiece, onBytes }: { onPiece: (piece: Piece) => void; onBytes: () => void },
): Promise<void> {
  const decoder = new TextDecoder()
  const events = createEventReader()
  let document = ''
  let kind: 'events' | 'document' | undefined
  let size = 0
  let pieces = 0

  /** True at the end of the stream. */
  function take(event: string): boolean {
    if (event.trim() === '[DONE]') return true
    const piece = parsePiece(event)
    if (!piece) fail('garbled', 'an event that is no completion')
    if (piece.isError) fail('fault', 'it reports an error in the middle')
    pieces++
    onPiece(piece)
    return false
  }

  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) fail('endless', `more than ${maxBytes} bytes`)
    document += decoder.decode(chunk, { stream: true })
    // Space alone may come for long; it is not looked at again.
    if (!kind) document = document.trimStart()
    kind ??= kindOf(document, contentType)
    if (kind === 'document') onBytes()
    if (kind !== 'events') continue
    const ended = events.push(document).some(take)
    document = ''
    if (ended) return
  }
  if (kind === 'events') events.push(document + decoder.decode()).some(take) || events.end().some(take)
  else if (document.trim()) take(document + decoder.decode())
  if (pieces === 0) fail('garbled', 'an empty answer')
}

/** By its first character; undefined while there is none. */
function kindOf(start: string, contentType: string): 'events' | 'document' | undefined {
  const [first] = start
  if (first === undefined) return undefined
  if (first === '{') return 'document'
  // Fields of an event, or a comment.
  if ('deir:'.includes(first)) return 'events'
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0] ?? 'something without a type'
  return fail('garbled', `it answers with ${type}, which is no completion`)
}
