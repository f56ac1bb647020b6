import { z } from 'zod'
import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import type { Translate } from '../../src/core/i18n.js'
import { articleEmbed } from '../../src/core/render-article.js'
import type { Button, Embed, Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { summarize } from '../../src/summaries/summarize.js'
import { isStored, type Shown } from './shown-article.js'

const wordsPerMinute = 220
/** Discord's limit for a link button; a longer address is still behind the title. */
const maxButtonUrl = 512

const article = z.coerce.number().int()
export const relatedButton = customId('related', { article })
export const shareButton = customId('shareArticle', { article })
/** Opens a form for a question about the article; /ask answers it. */
export const askButton = customId('ask', { article })

/** An article as its most telling sentences, word for word and in their order, with what can be done next. */
export function articleSummary(article: Shown, { t, mayPost }: Actor): Reply {
  const { id } = article
  return {
    embeds: [summaryEmbed(article, t)],
    rows: [
      [
        ...openButton(article, t),
        ...(isStored(article)
          ? [
              { label: t('summary.ask'), id: askButton.encode({ article: id }) },
              { label: t('summary.related'), id: relatedButton.encode({ article: id }) },
              { label: t('share.button'), id: shareButton.encode({ article: id }), disabled: !mayPost },
            ]
          : []),
      ],
    ],
  }
}

/** The same for everyone in a channel. */
export function sharedArticle(article: Article, { t, userId }: Actor): Reply {
  return {
    content: t('share.by', { user: `<@${userId}>` }),
    embeds: [summaryEmbed(article, t)],
    rows: [openButton(article, t)],
  }
}

function openButton({ url }: Shown, t: Translate): Button[] {
  return url && url.length <= maxButtonUrl ? [{ label: t('summary.open'), url }] : []
}

function summaryEmbed(article: Shown, t: Translate): Embed {
  const { sentences, words } = summarize(article.text, article)
  const points = sentences.map((sentence) => `• ${escapeMarkdown(sentence)}`).join('\n')
  return articleEmbed(article, t, describe(article, points, words, t))
}

/** What was not read is never presented as if it had been. */
function describe(article: Shown, points: string, words: number, t: Translate) {
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
