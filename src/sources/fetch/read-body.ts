import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { SourceError } from '../source-error.js'

export type Answer = Dispatcher.ResponseData

/** The first value of a header. */
export function header(answer: Answer, name: string): string | null {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/**
 * The whole body, decompressed. Counts what comes out: 203 bytes of brotli can be 256 MB. zlib reports a stream that
 * ends too early. @throws SourceError when it is larger than `maxBytes`
 */
export async function readBody(answer: Answer, host: string, maxBytes: number): Promise<Uint8Array> {
  const { bytes, isWhole } = await readUpTo(answer, maxBytes)
  if (isWhole) return bytes
  throw new SourceError('source.tooLarge', { host, megabytes: Math.ceil(maxBytes / 1e6) })
}

/** The beginning of a body, nothing when it cannot be read: for looking at refusals. */
export async function readStart(answer: Answer, maxBytes: number): Promise<Uint8Array> {
  try {
    return (await readUpTo(answer, maxBytes)).bytes
  } catch {
    return new Uint8Array()
  }
}

/** Lets go of an answer whose body is not wanted. A short rest is read, so that the connection can be used again. */
export function dropBody(answer: Answer): void {
  answer.body.on('error', () => {})
  answer.body.dump({ limit: 16_384 }).catch(() => {})
}

async function readUpTo(answer: Answer, maxBytes: number): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  const stream = decompressed(answer)
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) break
    }
  } finally {
    answer.body.on('error', () => {}).destroy()
    stream.destroy()
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isWhole: size <= maxBytes }
}

function decompressed(answer: Answer): Readable {
  const decoder = decoderFor(header(answer, 'content-encoding')?.toLowerCase().trim() ?? 'identity')
  if (!decoder) return answer.body
  answer.body.on('error', (error) => decoder.destroy(error))
  return answer.body.pipe(decoder)
}

function decoderFor(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'br') return createBrotliDecompress()
  if (encoding === 'deflate') return createInflate()
  return undefined
}
