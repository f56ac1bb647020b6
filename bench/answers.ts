import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Answer, answerQuestion, type Library } from '../src/answers/answer-question.js'
import { plainWords } from '../src/search/query/print-query.js'
import { createSearchIndex, type Indexable } from '../src/search/search-index.js'
import { indexable } from './indexable.js'
import { readJsonLines } from './json-lines.js'
import { readJudgements } from './judgements.js'
import { areaUnderCurve, falseAt } from './refusal-metrics.js'
import { printTable } from './table.js'

const text = z.object({ id: z.string(), title: z.string().default(''), text: z.string() })
const gold = z.object({ id: z.string(), answers: z.array(z.string()) })

interface Row {
  collection: string
  questions: number
  /** Shares of the questions: the article first, a right sentence first, one of the first three right. */
  passage1: number
  sentence1: number
  sentence3: number
  /** With all articles of the same title taken away: how well confidence tells the two apart. */
  areaUnderCurve: number
  /** Answered all the same, when 90 of 100 questions with an answer are answered. */
  falseAt90: number
  /** By level: how many are given it, and how many of these begin with a right sentence; half have no answer. */
  levels: Record<string, { given: number; right: number }>
  p95Ms: number
}

/** Answers and refusals on collections with gold answers (`answers.jsonl`), through the function that /ask calls. */
export async function answers(args: string[]): Promise<void> {
  const options = { json: { type: 'boolean' }, out: { type: 'string' }, most: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const rows: Row[] = []
  for (const directory of positionals) rows.push(await measure(directory, Number(values.most ?? 1000)))
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(rows, null, 1))
  if (values.json) return console.log(JSON.stringify(rows, null, 1))
  const percent = (share: number) => (100 * share).toFixed(1)
  printTable(
    ['collection', 'questions', 'passage@1', 'sentence@1', 'sentence@3', 'AUROC', 'false at 90 %', 'p95 ms'],
    rows.map((row) => [
      row.collection,
      String(row.questions),
      ...[row.passage1, row.sentence1, row.sentence3].map(percent),
      row.areaUnderCurve.toFixed(3),
      percent(row.falseAt90),
      row.p95Ms.toFixed(1),
    ]),
  )
  console.log('')
  printTable(
    ['collection, level', 'given %', 'right %'],
    rows.flatMap(({ collection, questions, levels }) =>
      Object.entries(levels).map(([level, { given, right }]) => [
        `${collection}, ${level}`,
        percent(given / (2 * questions)),
        percent(given === 0 ? 0 : right / given),
      ]),
    ),
  )
}

async function measure(directory: string, most: number): Promise<Row> {
  const documents = readJsonLines(join(directory, 'docs.jsonl'), text).map((document, i) => ({
    ...indexable(i + 1, document),
    key: document.id,
  }))
  const known = new Map(
    readJsonLines(join(directory, 'answers.jsonl'), gold).map((each) => [each.id, each.answers]),
  )
  const judgements = readJudgements(join(directory, 'qrels.tsv'))
  const all = readJsonLines(join(directory, 'queries.jsonl'), text).filter(({ id }) => known.has(id))
  // Spread over the whole collection.
  const questions = all.filter((_, i) => i % Math.ceil(all.length / most) === 0)
  const index = createSearchIndex()
  for (const document of documents) index.add(document)
  const library: Library<Indexable & { key: string }> = {
    search: (question, limit, sort) => index.search(plainWords(question), { limit, sort }).hits,
    articles: async (ids) => ids.flatMap((id) => documents[id - 1] ?? []),
    information: (term) => index.information(term),
  }
  const row = { passage1: 0, sentence1: 0, sentence3: 0 }
  const levels: Row['levels'] = {}
  /** The answers to all parts of a question, in the order they are shown. */
  const ask = async (question: string) => {
    const parts = await answerQuestion(question, library)
    const [first] = parts
    const evidence = parts.length > 1 ? parts.flatMap((part) => part.evidence.slice(0, 2)) : first?.evidence
    return { level: first?.level ?? ('none' as const), evidence: evidence ?? [] }
  }
  const count = ({ level }: Pick<Answer<unknown>, 'level'>, isRight: boolean) => {
    const known = levels[level] ?? { given: 0, right: 0 }
    levels[level] = { given: known.given + 1, right: known.right + (isRight ? 1 : 0) }
  }
  const confidences = { with: [] as number[], without: [] as number[] }
  const times: number[] = []
  for (const { id, text: question } of questions) {
    const before = process.cpuUsage()
    const answer = await ask(question)
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
    const right = answer.evidence.map(({ sentence }) =>
      (known.get(id) ?? []).some((each) => holds(sentence, each)),
    )
    const relevant = judgements.get(id) ?? new Map()
    if (relevant.has(answer.evidence[0]?.article.key ?? '')) row.passage1++
    if (right[0]) row.sentence1++
    if (right.slice(0, 3).some(Boolean)) row.sentence3++
    count(answer, right[0] ?? false)
    confidences.with.push(answer.evidence[0]?.confidence ?? 0)

    const titles = new Set(documents.filter(({ key }) => relevant.has(key)).map(({ title }) => title))
    const taken = documents.filter(
      ({ key, title }) => relevant.has(key) || (title !== '' && titles.has(title)),
    )
    for (const each of taken) index.remove(each.id)
    const refused = await ask(question)
    count(refused, false)
    confidences.without.push(refused.evidence[0]?.confidence ?? 0)
    for (const each of taken) index.add(each)
  }
  times.sort((a, b) => a - b)
  return {
    collection: basename(directory),
    questions: questions.length,
    passage1: row.passage1 / questions.length,
    sentence1: row.sentence1 / questions.length,
    sentence3: row.sentence3 / questions.length,
    areaUnderCurve: areaUnderCurve(confidences.with, confidences.without),
    falseAt90: falseAt(0.9, confidences.with, confidences.without),
    levels,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
  }
}

/** Whether a sentence holds an answer, whatever the case, spaces and signs. */
function holds(sentence: string, answer: string): boolean {
  const plain = (words: string) =>
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{P}\p{S}]+/gu, '')
  return plain(sentence).includes(plain(answer))
}
