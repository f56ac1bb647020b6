import { z } from 'zod'
import { type Answer, answerQuestion, type Level } from '../src/answers/answer-question.js'
import { answerSpans } from '../src/answers/question.js'
import type { Article } from '../src/core/article.js'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import type { Translate } from '../src/core/i18n.js'
import { notice } from '../src/core/notice.js'
import { textField, textOption } from '../src/core/options.js'
import { accent, articleLine } from '../src/core/render-article.js'
import type { Embed, Reply } from '../src/core/reply.js'
import { boldSpans, escapeMarkdown, truncate } from '../src/core/text.js'
import { version } from '../src/core/version.js'
import { plainWords } from '../src/search/query/print-query.js'
import { analyze } from '../src/search/text/analyze.js'
import { command, component, type Deps, form } from '../src/services.js'
import { articleMenu } from './summary.js'
import { askButton } from './support/article-summary.js'
import { ownView } from './support/own-view.js'
import { visibleSources } from './support/visible-sources.js'

const maxQuestion = 6000
/** An embed's description. */
const maxLength = 4096
/** A sentence that is longer is no sentence. */
const maxQuote = 900
const quotesShown = 3
/** What another article says is shown when it is nearly as sure as the first. */
const nearlyAsSure = 0.75

/** The question is in a stored view: it may be longer than a button's address. */
const shareButton = customId('askShare', { view: z.coerce.number().int() })
const aboutForm = customId('askAbout', { article: z.coerce.number().int() })
const opinionButton = customId('askOpinion', { view: z.coerce.number().int(), good: z.enum(['yes', 'no']) })
const askedSchema = z.object({
  question: z.string(),
  article: z.number().int().optional(),
  userId: z.string(),
})
type Asked = z.output<typeof askedSchema>
/** With what was answered: an opinion is about that, whatever the answer would be by now. */
const answeredSchema = askedSchema.extend({
  level: z.string(),
  evidence: z.array(z.object({ articleId: z.number(), sentence: z.string() })),
})

export default command({
  name: 'ask',
  description: 'An answer from what was read, word for word and with its source',
  options: { question: textOption(maxQuestion).describe('What you would like to know') },
  run: ({ question }, actor, deps) => reply({ question, userId: actor.userId }, actor, deps),
  components: [
    component({
      id: askButton,
      answer: 'form',
      run: ({ article }) => ({ form: { id: aboutForm.encode({ article }) } }),
    }),
    component({
      id: shareButton,
      answer: 'share',
      async run({ view }, actor, deps) {
        const asked = await ownView(view, askedSchema, actor, deps)
        const { embed, articles, answer } = await find(asked, actor, deps)
        if (answer.level === 'none') throw new UserError('summary.gone')
        const content = actor.t('share.by', { user: `<@${actor.userId}>` })
        return { content, embeds: [embed], rows: [articleMenu(articles, actor.t)] }
      },
    }),
    component({
      id: opinionButton,
      answer: 'reply',
      async run({ view, good }, actor, deps) {
        const { question, level, evidence } = await ownView(view, answeredSchema, actor, deps)
        const opinion = { question, level, evidence, good: good === 'yes', version, givenAt: actor.now }
        await deps.stores.feedback.put(view, { guildId: actor.guildId, ...opinion })
        return notice(actor.t('ask.thanks'))
      },
    }),
  ],
  forms: [
    form({
      id: aboutForm,
      title: 'ask.aboutTitle',
      fields: { question: textField('ask.question', 1000) },
      answer: 'reply',
      run: ({ article }, { question }, actor, deps) =>
        reply({ question, article, userId: actor.userId }, actor, deps),
    }),
  ],
})

async function reply(asked: Asked, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { embed, articles, answer } = await find(asked, actor, deps)
  const evidence = answer.evidence.map(({ articleId, sentence }) => ({ articleId, sentence }))
  const view = await deps.stores.views.save({ ...asked, level: answer.level, evidence }, actor.now)
  return {
    embeds: [embed],
    rows: [
      articleMenu(articles, t),
      [
        { label: '👍', id: opinionButton.encode({ view, good: 'yes' }) },
        { label: '👎', id: opinionButton.encode({ view, good: 'no' }) },
        {
          label: t('share.button'),
          id: shareButton.encode({ view }),
          disabled: !actor.mayPost || answer.level === 'none',
        },
      ],
    ],
  }
}

interface Found {
  embed: Embed
  /** What is quoted, or comes nearest. */
  articles: Article[]
  answer: Answer<Article>
}

/** The answer as it is shown. @throws UserError for a question without words, and for an article that is gone. */
async function find(asked: Asked, actor: Actor, deps: Deps): Promise<Found> {
  const { question } = asked
  if (analyze(question).length === 0) throw new UserError('ask.noWords')
  const { stores, index, indexComplete } = deps
  const sources = await visibleSources(actor, deps)
  const visible = async (ids: readonly number[]) =>
    (await stores.articles.byIds(ids)).filter(({ sourceId }) => sources.has(sourceId))
  if (asked.article !== undefined && (await visible([asked.article])).length === 0)
    throw new UserError('summary.gone')
  const answer = await answerQuestion(question, {
    search: (text, limit, sort) =>
      asked.article === undefined
        ? index.search(plainWords(text), { sources, limit, sort }).hits
        : [{ id: asked.article, score: 1 }],
    articles: visible,
    information: (term) => index.information(term),
  })
  if (answer.evidence.length === 0 && !indexComplete())
    throw new UserError('search.indexing', { count: index.size })
  const title = actor.t('ask.title', { question: escapeMarkdown(truncate(question, 200)) })
  if (answer.level === 'none') {
    const articles = distinct(answer)
    const count = asked.article === undefined ? await stores.articles.count(sources) : 1
    return {
      embed: { title, description: describeNothing(articles, count, actor), color: accent },
      articles,
      answer,
    }
  }
  const { description, articles } = describeAnswer(answer, question, actor)
  return { embed: { title, description, color: accent }, articles, answer }
}

function describeAnswer(
  answer: Answer<Article>,
  question: string,
  { t }: Actor,
): { description: string; articles: Article[] } {
  const [first] = answer.evidence
  const others = answer.evidence.filter(
    ({ articleId, confidence }, i) =>
      (answer.level === 'related' || confidence >= nearlyAsSure * (first?.confidence ?? 0)) &&
      answer.evidence.findIndex((each) => each.articleId === articleId) === i,
  )
  const drawn = (count: number) => drawQuotes(answer.level, others.slice(0, count), question, t)
  // One quotation less rather than one without its source.
  const count = [3, 2, 1].find((each) => drawn(each).length <= maxLength) ?? 1
  return { description: drawn(count), articles: others.slice(0, count).map(({ article }) => article) }
}

function drawQuotes(
  level: Level,
  evidence: Answer<Article>['evidence'],
  question: string,
  t: Translate,
): string {
  const [first, ...others] = evidence.map(({ sentence }, i) => `> ${quote(sentence, question)} [${i + 1}]`)
  return [
    ...(level === 'likely' || level === 'related' ? [t(`ask.${level}`), ''] : []),
    first,
    ...(others.length > 0 && level !== 'related' ? ['', t('ask.also')] : []),
    ...others,
    '',
    ...evidence.map(({ article }, i) => `[${i + 1}] ${articleLine(article, t)}`),
  ].join('\n')
}

/** Word for word, what looks like the answer in bold. */
function quote(sentence: string, question: string): string {
  const text = truncate(sentence.replace(/\s+/g, ' '), maxQuote)
  return boldSpans(text, answerSpans(question, text))
}

function describeNothing(articles: readonly Article[], count: number, { t }: Actor): string {
  const nearest =
    articles.length === 0 ? [] : ['', t('ask.nearest'), ...articles.map((article) => articleLine(article, t))]
  return [t('ask.nothing', { count }), ...nearest].join('\n')
}

function distinct({ evidence }: Answer<Article>): Article[] {
  return [...new Map(evidence.map(({ article }) => [article.id, article])).values()].slice(0, quotesShown)
}
