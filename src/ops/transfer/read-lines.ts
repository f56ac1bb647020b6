import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { ImportError } from './format.js'

/** No row is longer: articles are cut long before. */
const longestLine = 64 * 1024 * 1024
const newline = 10

/** The lines of a file, unpacked when it is packed with gzip. @throws ImportError */
export async function* readLines(file: string): AsyncGenerator<string> {
  try {
    yield* splitLines(await bytesOf(file))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw new ImportError('it is cut off or damaged; export it again.')
    if (/^E[A-Z]+$/.test(code))
      throw new ImportError(`it cannot be read (${code}); check its path and permissions.`)
    throw error
  }
}

async function bytesOf(file: string): Promise<AsyncIterable<Buffer>> {
  const handle = await open(file)
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  const stream = handle.createReadStream({ start: 0 })
  const isPacked = buffer[0] === 0x1f && buffer[1] === 0x8b
  if (!isPacked) return stream
  const unpacked = createGunzip()
  stream.on('error', (error) => unpacked.destroy(error))
  return stream.pipe(unpacked)
}

async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8')
      begun = []
      size = 0
      start = end + 1
    }
    begun.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > longestLine)
      throw new ImportError('it has a line that is far too long; it is not an export of Courant.')
  }
  if (size > 0) yield Buffer.concat(begun).toString('utf8')
}
