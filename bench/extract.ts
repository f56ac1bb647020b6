import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Readability } from '@mozilla/readability'
import { Defuddle } from 'defuddle/node'
import { parseHTML } from 'linkedom'
import { z } from 'zod'
import { parseHtml } from '../src/sources/page/parse-html.js'
import { htmlToText } from '../src/sources/text/html-to-text.js'
import { compareShingles, type ExtractionScores, extractionScores } from './shingles.js'
import { printTable } from './table.js'

const expectedPages = z.record(z.string(), z.object({ url: z.string(), articleBody: z.string() }))

interface Page {
  id: string
  url: string
  articleBody: string
  html: string
}

type Extractor = (html: string, url: string) => string | Promise<string>

interface Result extends ExtractionScores {
  extractor: string
  pages: number
  /** Pages with an article of which nothing was found. */
  lost: number
  msPerPage: number
}

/**
 * 4-gram precision, recall and F1 of article text, as the scrapinghub article-extraction-benchmark counts them, on a
 * folder with expected.json and html/ID.html. The other extractors' HTML becomes text the way ours does.
 */
export async function extract(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, out: { type: 'string' } },
  })
  const pages = readPages(positionals[0] ?? '')
  const results: Result[] = []
  const extractors: Record<string, Extractor> = { courant: ours, readability, defuddle }
  for (const [name, extractor] of Object.entries(extractors)) {
    const { texts, ms } = await runOver(pages, extractor)
    if (name === 'courant' && values.out) writeTexts(values.out, pages, texts)
    results.push(measure(name, pages, texts, ms))
  }
  if (values.json) console.log(JSON.stringify(results, null, 2))
  else printResults(results)
}

function readPages(folder: string): Page[] {
  const expected = expectedPages.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')))
  return Object.entries(expected).map(([id, page]) => ({
    id,
    ...page,
    html: readFileSync(join(folder, 'html', `${id}.html`), 'utf8'),
  }))
}

const ours: Extractor = (html, url) => parseHtml(html, url).text

const readability: Extractor = (html) =>
  htmlToText(new Readability(parseHTML(html).document).parse()?.content ?? '')

/** Without useAsync: false it asks the network for what it cannot read. */
const defuddle: Extractor = async (html, url) => {
  const { content } = await quietly(() => Defuddle(parseHTML(html).document, url, { useAsync: false }))
  return htmlToText(content)
}

/** Defuddle prints every error in a page's JSON-LD. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { error } = console
  console.error = () => undefined
  try {
    return await work()
  } finally {
    console.error = error
  }
}

/** One round over the first pages warms the code up, so that the first extractor does not pay for it. */
async function runOver(pages: Page[], extractor: Extractor): Promise<{ texts: string[]; ms: number }> {
  for (const { html, url } of pages.slice(0, 10)) await attempt(extractor, html, url)
  const texts: string[] = []
  const started = performance.now()
  for (const { html, url } of pages) texts.push(await attempt(extractor, html, url))
  return { texts, ms: performance.now() - started }
}

/** An extractor that throws has found nothing on that page. */
async function attempt(extractor: Extractor, html: string, url: string): Promise<string> {
  try {
    return await extractor(html, url)
  } catch {
    return ''
  }
}

function measure(extractor: string, pages: Page[], texts: string[], ms: number): Result {
  const overlaps = pages.map(({ articleBody }, i) => compareShingles(articleBody, texts[i] ?? ''))
  return {
    extractor,
    pages: pages.length,
    lost: overlaps.filter((o) => o.truePositives === 0 && o.falseNegatives > 0).length,
    ...extractionScores(overlaps),
    msPerPage: ms / pages.length,
  }
}

function writeTexts(path: string, pages: Page[], texts: string[]): void {
  const lines = pages.map(({ id }, i) => `${JSON.stringify({ id, articleBody: texts[i] ?? '' })}\n`)
  writeFileSync(path, lines.join(''))
}

function printResults(results: Result[]): void {
  const rows = results.map(({ extractor, lost, precision, recall, f1, msPerPage }) => [
    extractor,
    ...[precision, recall, f1].map((score) => score.toFixed(3)),
    String(lost),
    msPerPage.toFixed(1),
  ])
  printTable(['extractor', 'precision', 'recall', 'F1', 'lost', 'ms/page'], rows)
}
