import { type Answer, answerQuestion } from '../answers/answer-question.js'
import { chooseQuotes } from '../answers/choose-quotes.js'
import type { Article } from '../core/article.js'
import { UserError } from '../core/errors.js'
import { plainWords } from '../search/query/print-query.js'
import type { Services } from '../services.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { t } from './texts.js'

export const askCommand: CliCommand = {
  help: { 'ask QUESTION': 'answer from the articles, or say that they do not hold it' },
  run: withServices(ask),
}

const quotesShown = 3

async function ask({ words }: Call, { index, stores, catchUp }: Services): Promise<Output> {
  const question = words.join(' ')
  if (!question.trim()) throw new UserError('cli.missing', { what: 'QUESTION', command: 'ask' })
  await catchUp(Date.now())
  const answers = await answerQuestion(question, {
    search: (text, limit, sort) => index.search(plainWords(text), { limit, sort }).hits,
    articles: (ids) => stores.articles.byIds(ids),
    information: (term) => index.information(term),
  })
  const surest =
    answers.find(({ level }) => level === 'answer') ?? answers.find(({ level }) => level === 'likely')
  const refused = surest === undefined
  const shown = answers.flatMap((answer) => chooseQuotes(answer, quotesShown).quotes)
  const { level = 'none' } = surest ?? answers.find(({ level }) => level === 'related') ?? {}
  const reason =
    level === 'none' ? t('ask.nothing', { count: index.size }) : level === 'answer' ? null : t(`ask.${level}`)
  return {
    json: {
      answer: refused ? null : firstQuotes(answers),
      citations: shown.flatMap(({ article, sentences }) =>
        sentences.map((quote) => ({ articleId: article.id, title: article.title, url: article.url, quote })),
      ),
      level,
      refused,
      reason,
    },
    text: [
      ...(reason === null ? [] : [reason]),
      ...shown.flatMap(({ article, sentences }) => [
        '',
        sentences.join(' '),
        `    ${article.id}  ${article.title} · ${article.sourceTitle}`,
      ]),
    ],
  }
}

/** The best passage for each question that was answered. */
function firstQuotes(answers: readonly Answer<Article>[]): string {
  const answered = answers.filter(({ level }) => level === 'answer' || level === 'likely')
  return answered.map((answer) => chooseQuotes(answer, 1).quotes[0]?.sentences.join(' ') ?? '').join(' ')
}
