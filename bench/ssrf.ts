import type { LookupAddress } from 'node:dns'
import { readFileSync, writeFileSync } from 'node:fs'
import { isIP, type LookupFunction, Socket } from 'node:net'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createFetcher } from '../src/sources/fetch/fetch.js'
import { SourceError } from '../src/sources/source-error.js'
import { printTable } from './table.js'

const vector = z.object({
  url: z.string(),
  /** What DNS answers; without, no name exists. */
  answers: z.array(z.string()).nullable(),
  expect: z.enum(['refuse', 'admit', 'allow']),
  group: z.string(),
})
const suite = z.object({ vectors: z.array(vector) })
type Vector = z.output<typeof vector>

interface Result extends Vector {
  met: boolean
  /** Addresses to which a socket was opened. */
  dialled: string[]
  /** How the fetcher said no. */
  error: string
}

/** Whether the real fetcher opens no socket for each address that it must refuse, and does for the others. */
export async function ssrf(args: string[]): Promise<void> {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const vectors = positionals.flatMap((path) => suite.parse(JSON.parse(readFileSync(path, 'utf8'))).vectors)
  const results: Result[] = []
  for (const each of vectors) results.push(await judge(each))
  const missed = results.filter(({ met }) => !met)
  const json = JSON.stringify({ met: results.length - missed.length, of: results.length, results }, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json)
  if (values.json) console.log(json)
  else printReport(results)
  if (missed.length > 0) process.exitCode = 1
}

async function judge(each: Vector): Promise<Result> {
  const { dialled, undo } = interceptSockets()
  const fetcher = createFetcher({ userAgent: 'bench', allow: [], timeoutMs: 5000, lookup: lookupOf(each) })
  const error = await fetcher.get(each.url).then(
    () => 'none',
    (reason: unknown) => (reason instanceof SourceError ? reason.key : String(reason)),
  )
  await fetcher.close()
  undo()
  return {
    ...each,
    dialled,
    error,
    met: each.expect === 'refuse' ? dialled.length === 0 : dialled.length > 0,
  }
}

function lookupOf({ answers }: Vector): LookupFunction {
  const found = (answers ?? []).map((address) => ({ address, family: isIP(address) }))
  return (_name, _options, callback) =>
    found.length > 0
      ? callback(null, found)
      : callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), [])
}

interface ConnectOptions {
  host?: string
  lookup?: LookupFunction
}

/**
 * Puts itself where a socket would be dialled: after the name was looked up the way the socket was told to. Notes the
 * address and refuses the connection, so that nothing leaves the machine.
 */
function interceptSockets(): { dialled: string[]; undo(): void } {
  const dialled: string[] = []
  const original = Socket.prototype.connect
  Socket.prototype.connect = function connect(this: Socket, ...args: unknown[]) {
    // `net.connect` hands over its arguments in a list of its own.
    const { host = '', lookup } = (Array.isArray(args[0]) ? args[0][0] : args[0]) as ConnectOptions
    const end = (error: Error | null, addresses: string[] = []) => {
      dialled.push(...addresses)
      this.destroy(error ?? Object.assign(new Error('not dialled'), { code: 'ECONNREFUSED' }))
    }
    const look = () => {
      if (isIP(host) !== 0) end(null, [host])
      else if (!lookup) end(null, [`${host}, looked up by the system`])
      else lookup(host, { all: true }, (error, found) => end(error, error ? [] : addressesIn(found)))
    }
    // As in node, nothing happens before whoever connects has put up its listeners.
    setImmediate(look)
    return this
  }
  return {
    dialled,
    undo: () => {
      Socket.prototype.connect = original
    },
  }
}

function addressesIn(found: string | LookupAddress[]): string[] {
  return typeof found === 'string' ? [found] : found.map(({ address }) => address)
}

function printReport(results: Result[]): void {
  const groups = [...new Set(results.map(({ group }) => group))]
  const row = (name: string, of: Result[]) => {
    const refused = of.filter(({ expect }) => expect === 'refuse')
    const admitted = of.filter(({ expect }) => expect !== 'refuse')
    return [name, share(refused), share(admitted)]
  }
  printTable(
    ['addresses', 'refused', 'admitted'],
    [...groups.map((name) => row(name, ofGroup(results, name))), row('all', results)],
  )
  for (const { url, expect, dialled, error } of results.filter(({ met }) => !met))
    console.log(`${url} should be ${expect}d: dialled ${dialled.join(', ') || 'nothing'}, error ${error}`)
}

function ofGroup(results: Result[], name: string): Result[] {
  return results.filter(({ group }) => group === name)
}

function share(results: Result[]): string {
  return results.length === 0 ? '–' : `${results.filter(({ met }) => met).length} of ${results.length}`
}
