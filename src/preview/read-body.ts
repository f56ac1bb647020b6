import type { Context } from 'hono'
import { refusals } from './api-error.js'

/**
 * The bytes of a request. Refuses with 413 what is larger than `maxBytes`: at once when the length is announced, else
 * as soon as it is passed. Hono's own limit rebuilds the request, which needs Node's global Request replaced.
 */
export async function readBytes(c: Context, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header('Content-Length') ?? 0) > maxBytes) throw refusals.tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw refusals.tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
