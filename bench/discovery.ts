import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { linkedFeeds } from '../src/sources/discovery/linked-feeds.js'
import { platformFeeds } from '../src/sources/discovery/platform-feeds.js'
import { printTable } from './table.js'

/** Pages of the cases have no address; links in them resolve against this one. */
const anywhere = 'http://example.org/'

const platformCase = z.object({
  handler: z.string().optional(),
  url: z.string(),
  content: z.string().nullish(),
  feeds: z.array(z.string()),
})
const htmlCase = z.object({
  name: z.string(),
  base: z.string().optional(),
  html: z.string(),
  uris: z.array(z.string()).optional(),
  urls: z.array(z.string()).optional(),
  count: z.number().optional(),
})
const suite = z.record(
  z.string(),
  z.object({ platform: z.array(platformCase).default([]), html: z.array(htmlCase).default([]) }),
)

/** What is found for one case, against what its project finds. */
interface Result {
  group: string
  page: string
  expected: string[]
  found: string[]
  /** Exactly the expected feeds, in any order. */
  exact: boolean
  /** What a person is given first is among the expected, or both have nothing. */
  first: boolean
  /** At least one of the expected is found, or both have nothing. */
  any: boolean
}

/** How the feeds that platforms and pages are known to have agree with the cases of other projects, per platform. */
export function discovery(args: string[]): void {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const results = positionals.flatMap((path) =>
    resultsOf(suite.parse(JSON.parse(readFileSync(path, 'utf8')))),
  )
  const json = JSON.stringify({ ...count(results), inexact: results.filter(({ exact }) => !exact) }, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json)
  if (values.json) console.log(json)
  else printReport(results)
}

function resultsOf(projects: z.output<typeof suite>): Result[] {
  return Object.entries(projects).flatMap(([project, { platform, html }]) => [
    ...platform.map(({ handler, url, content, feeds }) =>
      compare(
        `${project}: ${handler ?? 'platforms'}`,
        url,
        feeds,
        urlsOf(platformFeeds(url, content ?? null)),
      ),
    ),
    ...html.map((page) => compareHtml(`${project}: pages`, page)),
  ])
}

/** Some cases say how many there are instead of which. */
function compareHtml(
  group: string,
  { name, base = anywhere, html, uris, urls, count }: z.output<typeof htmlCase>,
): Result {
  const found = urlsOf(linkedFeeds(html, base).feeds)
  const named = (uris ?? urls ?? []).map((uri) => new URL(uri, base).href)
  const isCounted = named.length === 0 && count !== undefined && count > 0
  return compare(group, name, isCounted && found.length === count ? found : named, found)
}

function compare(group: string, page: string, expected: string[], found: string[]): Result {
  const [first] = found
  const both = found.filter((url) => expected.includes(url))
  const neither = found.length === 0 && expected.length === 0
  return {
    group,
    page,
    expected,
    found,
    exact: both.length === found.length && both.length === expected.length,
    first: neither || (first !== undefined && expected.includes(first)),
    any: neither || both.length > 0,
  }
}

function urlsOf(feeds: readonly { url: string }[]): string[] {
  return feeds.map(({ url }) => url)
}

function count(results: readonly Result[]) {
  const met = (key: 'exact' | 'first' | 'any') => results.filter((result) => result[key]).length
  return { of: results.length, exact: met('exact'), first: met('first'), any: met('any') }
}

function printReport(results: readonly Result[]): void {
  const groups = [...new Set(results.map(({ group }) => group))]
  const row = (name: string, { of, exact, first, any }: ReturnType<typeof count>) =>
    [name, of, exact, first, any].map(String)
  printTable(
    ['discovery', 'cases', 'same set', 'first is right', 'any is right'],
    [
      ...groups.map((name) => row(name, count(results.filter(({ group }) => group === name)))),
      row('all', count(results)),
    ],
  )
  for (const { group, page, expected, found } of results.filter(({ exact }) => !exact))
    console.log(`${group}: ${page}\n  expected ${expected.join(' ')}\n  found    ${found.join(' ')}`)
}
