import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isAllowed, parseRobots, rulesFor } from '../src/sources/fetch/robots.js'
import { printTable } from './table.js'

const verdict = z.object({
  test: z.string(),
  robots: z.string(),
  agent: z.string(),
  url: z.string(),
  allowed: z.boolean(),
})
const suite = z.object({ cases: z.array(verdict) })

interface Result extends z.output<typeof verdict> {
  met: boolean
}

/** How many verdicts on addresses under a robots.txt are as a suite expects them, per test. */
export function robots(args: string[]): void {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const results = positionals
    .flatMap((path) => suite.parse(JSON.parse(readFileSync(path, 'utf8'))).cases)
    .map((each) => ({
      ...each,
      met: isAllowed(rulesFor(parseRobots(each.robots), each.agent), each.url) === each.allowed,
    }))
  const missed = results.filter(({ met }) => !met)
  const json = JSON.stringify({ met: results.length - missed.length, of: results.length, missed }, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json)
  if (values.json) console.log(json)
  else printReport(results)
}

function printReport(results: Result[]): void {
  const row = (name: string, of: Result[]) => [
    name,
    String(of.filter(({ met }) => met).length),
    String(of.length),
  ]
  const ofTest = (name: string) => results.filter(({ test }) => test === name)
  const tests = [...new Set(results.map(({ test }) => test))]
  printTable(
    ['robots.txt: verdicts as expected', 'met', 'of'],
    [...tests.map((name) => row(name, ofTest(name))), row('all', results)],
  )
  for (const { test, robots, url, allowed } of results.filter(({ met }) => !met))
    console.log(`${test}: ${url} expected ${allowed ? 'allowed' : 'refused'} under ${JSON.stringify(robots)}`)
}
