import type { Article } from '../../src/core/article.js'
import type { Translate } from '../../src/core/i18n.js'
import { articleEmbed } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { summarize } from '../../src/summaries/summarize.js'

const wordsPerMinute = 220
/** Discord's limit for a link button; a longer address is still behind the title. */
const maxButtonUrl = 512

/** An article as its most telling sentences, word for word and in their order. */
export function articleSummary(article: Article, t: Translate): Reply {
  const { sentences, words } = summarize(article.text, article)
  const points = sentences.map((sentence) => `• ${escapeMarkdown(sentence)}`).join('\n')
  return {
    embeds: [articleEmbed(article, t, describe(article, points, words, t))],
    rows:
      article.url && article.url.length <= maxButtonUrl
        ? [[{ label: t('summary.open'), url: article.url }]]
        : [],
  }
}

/** What was not read is never presented as if it had been. */
function describe(article: Article, points: string, words: number, t: Translate) {
  switch (article.kind) {
    case 'headline':
      return { description: t('summary.headlineOnly') }
    case 'excerpt':
      return { description: `${t('summary.excerptOnly')}\n\n${points}` }
    case 'full': {
      const minutes = Math.max(1, Math.round(words / wordsPerMinute))
      return { description: points, footer: t('summary.readingTime', { minutes }) }
    }
  }
}
