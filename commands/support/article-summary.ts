import type { Article } from '../../src/core/article.js'
import type { Translate } from '../../src/core/i18n.js'
import { articleEmbed } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { summarize } from '../../src/summaries/summarize.js'

const wordsPerMinute = 220

/** An article as its most telling sentences, word for word and in their order. */
export function articleSummary(article: Article, t: Translate): Reply {
  return {
    embeds: [
      articleEmbed(article, t, { description: describe(article, t), footer: readingTime(article, t) }),
    ],
    rows: article.url ? [[{ label: t('summary.open'), url: article.url }]] : [],
  }
}

function describe(article: Article, t: Translate): string {
  if (article.kind === 'headline') return t('summary.headlineOnly')
  const { sentences } = summarize(article.text, { title: article.title })
  const points = sentences.map((sentence) => `• ${escapeMarkdown(sentence)}`).join('\n')
  return article.kind === 'excerpt' ? `${t('summary.excerptOnly')}\n\n${points}` : points
}

function readingTime(article: Article, t: Translate): string {
  if (article.kind !== 'full') return ''
  const words = [...new Intl.Segmenter('und', { granularity: 'word' }).segment(article.text)].filter(
    (part) => part.isWordLike,
  ).length
  return t('summary.readingTime', { minutes: Math.max(1, Math.round(words / wordsPerMinute)) })
}
