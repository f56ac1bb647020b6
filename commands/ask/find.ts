import { z } from 'zod'
import { type Answer, answerQuestion, type Library } from '../../src/answers/answer-question.js'
import { leansOn } from '../../src/answers/question-parts.js'
import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { plainWords, printFilter } from '../../src/search/query/print-query.js'
import { analyze } from '../../src/search/text/analyze.js'
import type { Deps } from '../../src/services.js'
import { type Scope, scopeOf } from '../search/find.js'
import { readMessage } from '../support/read-message.js'
import type { Shown } from '../support/shown-article.js'

/** A question and where its answer is looked for; kept as a view: it may be longer than a button's address. */
export const askedSchema = z.object({
  question: z.string(),
  /** What was asked before, which the question may lean on. */
  earlier: z.string().optional(),
  /** Only in this article. */
  article: z.number().int().optional(),
  /** Only in this message and in what it links to. */
  message: z.object({ text: z.string(), links: z.array(z.string()) }).optional(),
  /** Only in what this topic would be posted for. */
  topic: z.string().optional(),
  userId: z.string(),
})
export type Asked = z.output<typeof askedSchema>

export interface Found {
  /** One for each question in it. */
  answers: Answer<Shown>[]
  /** In how many articles it was looked for. */
  count: number
}

/** @throws UserError for a question without words, and when what it is asked of is gone or cannot be read. */
export async function findAnswers(asked: Asked, actor: Actor, deps: Deps): Promise<Found> {
  const { question, earlier } = asked
  const goesOn = earlier !== undefined && leansOn(question)
  if (analyze(question).length === 0 && !goesOn) throw new UserError('ask.noWords')
  const { library, count } = await libraryFor(asked, actor, deps)
  const answers = await answerQuestion(question, library, earlier)
  const isEmpty = answers.every(({ evidence }) => evidence.length === 0)
  if (isEmpty && !deps.indexComplete()) throw new UserError('search.indexing', { count: deps.index.size })
  return { answers, count }
}

/** Whether anything in the answers is an answer, however doubtful. */
export function isAnswered({ answers }: Found): boolean {
  return answers.some(({ level }) => level !== 'none')
}

interface Shelf {
  library: Library<Shown>
  count: number
}

async function libraryFor(asked: Asked, actor: Actor, deps: Deps): Promise<Shelf> {
  if (asked.message) return shelfOf(await readMessage(asked.message, actor, deps), deps)
  const scope = await scopeOf(actor, deps)
  if (asked.article === undefined) return shelfOfServer(asked.topic, scope, deps)
  const article = await deps.stores.articles.get(asked.article)
  if (!article || !scope.visible.has(article.sourceId)) throw new UserError('summary.gone')
  return shelfOf([article], deps)
}

/** A few texts, each of which is looked at. */
function shelfOf(items: readonly Shown[], { index }: Deps): Shelf {
  return {
    library: {
      search: () => items.map(({ id }) => ({ id, score: 1 })),
      articles: async () => items,
      information: (term) => index.information(term),
    },
    count: items.length,
  }
}

async function shelfOfServer(topic: string | undefined, scope: Scope, deps: Deps): Promise<Shelf> {
  const { stores, index } = deps
  const narrow = topic === undefined ? '' : printFilter({ field: 'topic', value: topic })
  const visible = async (ids: readonly number[]): Promise<Article[]> =>
    (await stores.articles.byIds(ids)).filter(({ sourceId }) => scope.visible.has(sourceId))
  return {
    library: {
      search: (words, limit, order) =>
        scope.search([narrow, `sort:${order}`, plainWords(words)].join(' '), { limit }).hits,
      articles: visible,
      information: (term) => index.information(term),
    },
    count:
      topic === undefined
        ? await stores.articles.count(scope.visible)
        : scope.search(narrow, { limit: 0 }).total,
  }
}
