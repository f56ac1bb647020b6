import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { detectLanguage } from '../src/core/language.js'
import { createStoryLinker, type StoryArticle } from '../src/summaries/stories.js'
import { readJsonLines } from './json-lines.js'
import { type StoryScores, storyScores } from './story-metrics.js'
import { printTable } from './table.js'

const id = z.union([z.string(), z.number()]).transform(String)
const record = z.object({
  id,
  source: z.string(),
  title: z.string().default(''),
  text: z.string().default(''),
  at: z.iso.datetime({ offset: true }).or(z.iso.date()).transform(Date.parse),
  story: id,
})
const background = z.object({ title: z.string().default(''), text: z.string() })

type Labelled = z.output<typeof record>
/** What the bot would find: each article with the id of the one that began its story. */
type Found = { id: string; story: string }

interface Result extends StoryScores {
  collection: string
  articles: number
  msPerArticle: number
}

/**
 * Stories found in dated, labelled news against the expected ones. `--background FILE` enters other articles first
 * (JSON lines of { title, text }), as a bot that has been reading for a while has them: they only tell common words.
 */
export function stories(args: string[]): void {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, out: { type: 'string' }, background: { type: 'string' } },
  })
  const others = values.background ? readJsonLines(values.background, background) : []
  const runs = positionals.map((file) => run(file, others))
  if (values.out) {
    const lines = runs.flatMap(({ found }) => found).map((line) => `${JSON.stringify(line)}\n`)
    writeFileSync(values.out, lines.join(''))
  }
  const results = runs.map(({ result }) => result)
  if (values.json) console.log(JSON.stringify(results))
  else printTable(header, results.map(toRow))
}

const header = ['collection', 'articles', 'pairs P', 'pairs R', 'B³ P', 'B³ R', 'B³ F1', 'ms/article']

function toRow(result: Result): string[] {
  const { pairPrecision, pairRecall, b3Precision, b3Recall, b3F1 } = result
  const scores = [pairPrecision, pairRecall, b3Precision, b3Recall, b3F1].map((score) => score.toFixed(3))
  return [result.collection, String(result.articles), ...scores, result.msPerArticle.toFixed(2)]
}

function run(file: string, others: z.output<typeof background>[]): { result: Result; found: Found[] } {
  const records = readJsonLines(file, record).sort((a, b) => a.at - b.at)
  const articles = toArticles(records)
  const linker = createStoryLinker()
  linker.restore(others.map((other, i) => ({ ...toBackground(other, -1 - i), storyId: null })))
  const started = performance.now()
  const matches = articles.map((article) => linker.assign(article))
  const msPerArticle = (performance.now() - started) / (records.length || 1)
  const found = records.map(({ id }, i) => {
    const storyId = matches[i]?.storyId
    return { id, story: storyId === undefined ? id : (records[storyId]?.id ?? id) }
  })
  const grouped = records.map(({ source, story }, i) => ({
    source,
    expected: story,
    found: found[i]?.story ?? '',
  }))
  const result = {
    collection: basename(file),
    articles: records.length,
    ...storyScores(grouped),
    msPerArticle,
  }
  return { result, found }
}

function toArticles(records: readonly Labelled[]): StoryArticle[] {
  const sources = [...new Set(records.map(({ source }) => source))]
  return records.map(({ source, title, text, at }, i) => ({
    id: i,
    sourceId: sources.indexOf(source),
    title,
    text,
    language: detectLanguage(`${title}\n${text}`),
    datedAt: at,
  }))
}

/** Dated long before, so that nothing is linked to it. */
function toBackground({ title, text }: z.output<typeof background>, id: number): StoryArticle {
  return { id, sourceId: id, title, text, language: detectLanguage(`${title}\n${text}`), datedAt: 0 }
}
