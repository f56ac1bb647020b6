import type { Article } from '../core/article.js'
import { UserError } from '../core/errors.js'
import { escapeMarkdown, timestamp, truncate } from '../core/text.js'

/** What a text above a post may name; each is filled from the article, escaped. */
const fillers = {
  title: ({ title }) => escapeMarkdown(title),
  source: ({ sourceTitle }) => escapeMarkdown(sourceTitle),
  author: ({ author }) => escapeMarkdown(author ?? ''),
  url: ({ url }) => url ?? '',
  date: ({ datedAt }) => timestamp(datedAt, 'D'),
  topic: (_, topic) => escapeMarkdown(topic),
} satisfies Record<string, (article: TemplateArticle, topic: string) => string>

type TemplateArticle = Pick<Article, 'title' | 'sourceTitle' | 'author' | 'url' | 'datedAt'>

export const placeholders = Object.keys(fillers)
export const maxTemplate = 500
/** Of one filled text; a message holds 2,000. */
const maxFilled = 1500

/** A text with placeholders such as `{title}`. @throws UserError naming the unknown ones */
export function parseTemplate(text: string): string {
  if (text.length > maxTemplate) throw new UserError('template.tooLong', { max: maxTemplate })
  const unknown = [...text.matchAll(/\{(\w*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !isKnown(name))
  if (unknown.length > 0)
    throw new UserError('template.unknown', {
      unknown: unknown.map((name) => `{${name}}`).join(', '),
      known: placeholders.map((name) => `{${name}}`).join(', '),
    })
  return text
}

/** The text for an article. */
export function fillTemplate(template: string, article: TemplateArticle, topic: string): string {
  const filled = template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    isKnown(name) ? fillers[name](article, topic) : whole,
  )
  return truncate(filled, maxFilled)
}

function isKnown(name: string): name is keyof typeof fillers {
  return Object.hasOwn(fillers, name)
}
