import type { Answer } from '../../src/answers/answer-question.js'
import { chooseQuotes, mostOfList, type Quote } from '../../src/answers/choose-quotes.js'
import { answerSpans } from '../../src/answers/question.js'
import type { Actor } from '../../src/core/command.js'
import type { Translate } from '../../src/core/i18n.js'
import { accent, articleLine } from '../../src/core/render-article.js'
import type { Embed } from '../../src/core/reply.js'
import { splitSentences } from '../../src/core/sentences.js'
import { boldSpans, escapeMarkdown, truncate } from '../../src/core/text.js'
import type { Shown } from '../support/shown-article.js'
import type { Asked, Found } from './find.js'
import { isAnswered } from './find.js'

/** An embed's description. */
const maxLength = 4096
/** A sentence that is longer is no sentence. */
const maxQuote = 900
const nearestShown = 3

/** A sentence in the words of the language model, borne out by the article that it names. */
export interface WrittenClaim {
  text: string
  articleId: number
}

export interface Drawn {
  embed: Embed
  /** What is quoted, or comes nearest, in the order of its numbers. */
  articles: Shown[]
}

/** The answer as it is shown: what is quoted, numbered, and the sources of the numbers; or that there is none. */
export function drawAnswers(asked: Asked, found: Found, actor: Actor): Drawn {
  const title = titleOf(asked, actor.t)
  const { description, articles } = isAnswered(found)
    ? drawFitting(found, actor)
    : drawNothing(asked, found, actor)
  const { earlier } = asked
  const leant = found.answers[0]?.leansOnEarlier && earlier !== undefined
  const footer = leant
    ? actor.t('ask.followUp', { question: truncate(earlier.replace('\n', ' '), 150) })
    : undefined
  return { embed: { title, description, color: accent, ...(footer && { footer }) }, articles }
}

/** The answer in the words of the language model, each sentence with its source. */
export function drawWritten(
  asked: Asked,
  { answers }: Found,
  claims: readonly WrittenClaim[],
  { t }: Actor,
): Drawn {
  const citations = createCitations()
  const known = answers.flatMap(({ evidence }) => evidence.map(({ article }) => article))
  const sentences = claims.flatMap(({ text, articleId }) => {
    const article = known.find(({ id }) => id === articleId)
    return article ? [`${escapeMarkdown(text)} [${citations.numberOf(article)}]`] : []
  })
  const sources = citations.articles.map((article, i) => `[${i + 1}] ${articleLine(article, t)}`)
  return {
    embed: {
      title: titleOf(asked, t),
      description: [sentences.join(' '), sources.join('\n')].join('\n\n'),
      color: accent,
      footer: t('ask.written'),
    },
    articles: citations.articles,
  }
}

/** What has been written so far, while more is to come. */
export function drawWriting(claims: readonly { text: string }[]): string {
  return `${claims.map(({ text }) => escapeMarkdown(text)).join(' ')} …`
}

function titleOf({ question }: Asked, t: Translate): string {
  return t('ask.title', { question: escapeMarkdown(truncate(question, 200)) })
}

/** One quotation less rather than one without its source. */
function drawFitting({ answers }: Found, { t }: Actor) {
  const tries = [mostOfList, 3, 2, 1].map((most) => () => drawQuotes(answers, most, t))
  for (const draw of tries) {
    const drawn = draw()
    if (drawn.description.length <= maxLength) return drawn
  }
  const last = drawQuotes(answers, 1, t)
  return { ...last, description: truncate(last.description, maxLength) }
}

function drawQuotes(answers: readonly Answer<Shown>[], most: number, t: Translate) {
  const citations = createCitations()
  const several = answers.length > 1
  const parts = answers.map((answer) => {
    const heading = several ? [`**${escapeMarkdown(asHeading(answer.question))}**`] : []
    return [
      ...heading,
      ...drawAnswer(answer, several ? Math.min(most, 2) : most, citations.numberOf, t),
    ].join('\n')
  })
  const sources = citations.articles.map((article, i) => `[${i + 1}] ${articleLine(article, t)}`)
  return { description: [...parts, sources.join('\n')].join('\n\n'), articles: citations.articles }
}

/** A part of a question as one of its own. */
function asHeading(question: string): string {
  const text = truncate(question.replace(/[?？\s]+$/, ''), 200)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/\p{Script=Han}/u.test(text) ? '？' : '?'}`
}

function drawAnswer(
  answer: Answer<Shown>,
  most: number,
  numberOf: (article: Shown) => number,
  t: Translate,
): string[] {
  const { level, understood } = answer
  if (level === 'none') return [t('ask.partNone')]
  const { together, quotes } = chooseQuotes(answer, most)
  const lines = quotes.map((quote) => `> ${drawQuote(quote, understood)} [${numberOf(quote.article)}]`)
  const note = level === 'answer' ? [] : [t(`ask.${level}`), '']
  if (together === 'disagree') return [...note, t('ask.disagree'), ...lines]
  if (together === 'list' || level === 'related') return [...note, ...lines]
  const [first = '', ...others] = lines
  return [...note, first, ...(others.length > 0 ? ['', t('ask.also'), ...others] : [])]
}

/** Word for word, what looks like the answer in bold. */
function drawQuote({ sentences }: Quote<Shown>, question: string): string {
  const text = truncate(sentences.join(' ').replace(/\s+/g, ' '), maxQuote)
  return boldSpans(text, answerSpans(question, text))
}

/** Numbers for what is cited, in the order it is cited. */
function createCitations() {
  const articles: Shown[] = []
  return {
    articles,
    numberOf(article: Shown): number {
      const known = articles.findIndex(({ id }) => id === article.id)
      return known >= 0 ? known + 1 : articles.push(article)
    },
  }
}

function drawNothing({ topic }: Asked, { answers, count }: Found, { t }: Actor) {
  const all = answers.flatMap(({ evidence }) => evidence.map(({ article }) => article))
  const articles = [...new Map(all.map((article) => [article.id, article])).values()].slice(0, nearestShown)
  const nearest =
    articles.length === 0 ? [] : ['', t('ask.nearest'), ...articles.map((article) => articleLine(article, t))]
  const said =
    topic === undefined
      ? t('ask.nothing', { count })
      : t('ask.nothingInTopic', { count, topic: escapeMarkdown(topic) })
  return { description: [said, ...nearest].join('\n'), articles }
}

/** All passages that come near, each with the sentences around it. */
export function drawEvidence(asked: Asked, { answers }: Found, { t }: Actor): Drawn {
  const citations = createCitations()
  const passages = answers.flatMap(({ evidence, understood }) =>
    apart(evidence).map(({ sentence, position, article }) => {
      const { before, after } = around(article, position, sentence)
      const quoted = drawQuote({ sentences: [sentence], article }, understood)
      return `> ${[before, quoted, after].filter(Boolean).join(' ')} [${citations.numberOf(article)}]`
    }),
  )
  const drawn = (count: number) => {
    const cited = new Set(passages.slice(0, count).map((line) => Number(/\[(\d+)\]$/.exec(line)?.[1])))
    const sources = citations.articles.flatMap((article, i) =>
      cited.has(i + 1) ? [`[${i + 1}] ${articleLine(article, t)}`] : [],
    )
    return [...passages.slice(0, count), sources.join('\n')].join('\n\n')
  }
  const counts = passages.map((_, i) => passages.length - i)
  const count = counts.find((each) => drawn(each).length <= maxLength) ?? 1
  const title = t('ask.evidenceTitle', { question: escapeMarkdown(truncate(asked.question, 150)) })
  return {
    embed: { title, description: truncate(drawn(count), maxLength), color: accent },
    articles: citations.articles,
  }
}

/** Without those whose sentences around are shown with another one. */
function apart(evidence: Answer<Shown>['evidence']): Answer<Shown>['evidence'] {
  return evidence.filter(({ articleId, position }, i) =>
    evidence
      .slice(0, i)
      .every((earlier) => earlier.articleId !== articleId || Math.abs(earlier.position - position) > 2),
  )
}

/** The sentences beside one, unless they are far too long. */
function around({ text }: Shown, position: number, sentence: string): { before: string; after: string } {
  const sentences = splitSentences(text)
  const at = sentences[position] === sentence ? position : sentences.indexOf(sentence)
  const beside = (i: number) => {
    const other = at < 0 ? '' : (sentences[i] ?? '')
    return other.length > 300 ? '' : escapeMarkdown(other.replace(/\s+/g, ' '))
  }
  return { before: beside(at - 1), after: beside(at + 1) }
}
