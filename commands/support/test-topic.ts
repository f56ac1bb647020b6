import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { accent, articleLine } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { prepareArticle } from '../../src/search/match-topic.js'
import { explainMatch, type MatchExplanation } from '../../src/search/matching/explain-match.js'
import { parseWidth } from '../../src/search/matching/width.js'
import { parseQuery } from '../../src/search/query/parse-query.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'
import { scopeOf } from '../search/find.js'
import { articleMenu } from './article-menu.js'
import { describeMatch } from './explain-match.js'

/** What is looked at: the articles that have something of the query, the newest first. */
const lookedAt = 60
const shown = 5
const missesShown = 3
/** An embed's description. */
const maxLength = 4000

interface Tried {
  article: Article
  explanation: MatchExplanation
}

/** What a topic would have been posted for, and what it just missed, each with the reason. */
export async function testTopic(
  topic: Pick<Topic, 'query' | 'width'>,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const { t, now } = actor
  const scope = await scopeOf(actor, deps)
  const query = parseQuery(topic.query)
  const { hits } = scope.search(`sort:newest ${topic.query}`, { limit: lookedAt })
  const articles = await deps.stores.articles.byIds(hits.map(({ id }) => id))
  const tried = articles.map((article): Tried => {
    const source = scope.sources.find(({ id }) => id === article.sourceId) ?? {
      title: article.sourceTitle,
      url: '',
    }
    return {
      article,
      explanation: explainMatch(query, prepareArticle({ ...article, source }), { now }, topic.width),
    }
  })
  const matching = tried.filter(({ explanation }) => explanation.matches).slice(0, shown)
  const missed = tried.filter(({ explanation }) => !explanation.matches).slice(0, missesShown)
  const line = ({ article, explanation }: Tried) =>
    `${articleLine(article, t)}\n-# ${describeMatch(explanation, t)}`
  const description = [
    matching.length > 0 ? t('topic.testMatches') : t('topic.testNothing'),
    ...matching.map(line),
    ...(missed.length > 0 ? ['', t('topic.testMissed'), ...missed.map(line)] : []),
  ].join('\n')
  const title = t('topic.testTitle', {
    query: escapeMarkdown(truncate(topic.query, 150)),
    width: t(`width.${parseWidth(topic.width)}`),
  })
  return {
    embeds: [{ title, description: truncate(description, maxLength), color: accent }],
    rows: [
      articleMenu(
        [...matching, ...missed].map(({ article }) => article),
        t,
      ),
    ],
  }
}
