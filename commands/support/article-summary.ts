import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import type { Translate } from '../../src/core/i18n.js'
import { primaryLanguage } from '../../src/core/language.js'
import { articleEmbed } from '../../src/core/render-article.js'
import type { Button, Embed, Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import { gistOf } from '../../src/summaries/gist.js'
import { keyFacts } from '../../src/summaries/key-facts.js'
import { readingMinutes } from '../../src/summaries/reading-minutes.js'
import type { SummaryLength } from '../../src/summaries/summarize.js'
import { isStored, type Shown } from './shown-article.js'
import { keptSummary, writeSummary } from './write-summary.js'

export const summaryLengths = ['line', 'short', 'detailed'] as const satisfies SummaryLength[]

/** Discord's limit for a link button; a longer address is still behind the title. */
const maxButtonUrl = 512
/** An embed's description, with room for the line of facts and the notes. */
const maxPoints = 3300

const article = z.coerce.number().int()
const length = z.enum(summaryLengths)
export const relatedButton = customId('related', { article })
export const shareButton = customId('shareArticle', { article, length })
/** Shows the same article in another length. */
export const lengthButton = customId('summaryLength', { article, length })
/** Opens a form for a question about the article; /ask answers it. */
export const askButton = customId('ask', { article })

export interface SummaryOptions {
  /** `short` unless told. */
  length?: SummaryLength | undefined
  /** The address of a button that shows it in another length; stored articles have one anyway. */
  inLength?: (length: SummaryLength) => string
}

/** An article as its most telling sentences, word for word and in their order, with what can be done next. */
export async function articleSummary(
  shown: Shown,
  actor: Actor,
  deps: Deps,
  options: SummaryOptions = {},
): Promise<Reply> {
  const { t } = actor
  const { length = 'short' } = options
  const inLength = isStored(shown)
    ? (other: SummaryLength) => lengthButton.encode({ article: shown.id, length: other })
    : options.inLength
  const canBeLonger = shown.kind !== 'headline' && inLength !== undefined
  return {
    embeds: [await summaryEmbed(shown, length, actor, deps)],
    rows: [
      canBeLonger ? lengthButtons(length, inLength, t) : [],
      [...openButton(shown, t), ...(isStored(shown) ? furtherButtons(shown.id, length, actor) : [])],
    ],
  }
}

/** The same for everyone in a channel. Nothing is written for it: what is shared is what was shown, or is kept. */
export async function sharedArticle(
  shown: Shown,
  length: SummaryLength,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const { t, userId } = actor
  return {
    content: t('share.by', { user: `<@${userId}>` }),
    embeds: [await summaryEmbed(shown, length, actor, deps, { onlyKept: true })],
    rows: [openButton(shown, t)],
  }
}

function lengthButtons(
  shown: SummaryLength,
  inLength: (length: SummaryLength) => string,
  t: Translate,
): Button[] {
  return summaryLengths.map((length) => ({
    label: t(`summary.length.${length}`),
    id: inLength(length),
    disabled: length === shown,
  }))
}

function openButton({ url }: Shown, t: Translate): Button[] {
  return url && url.length <= maxButtonUrl ? [{ label: t('summary.open'), url }] : []
}

function furtherButtons(article: number, length: SummaryLength, { t, mayPost }: Actor): Button[] {
  return [
    { label: t('summary.ask'), id: askButton.encode({ article }) },
    { label: t('summary.related'), id: relatedButton.encode({ article }) },
    { label: t('share.button'), id: shareButton.encode({ article, length }), disabled: !mayPost },
  ]
}

/** The summary alone; `onlyKept` in a language model's words only if it was written before. */
export async function summaryEmbed(
  shown: Shown,
  length: SummaryLength,
  actor: Actor,
  deps: Deps,
  { onlyKept = false } = {},
): Promise<Embed> {
  const { t } = actor
  // What was not read is never presented as if it had been.
  if (shown.kind === 'headline') return articleEmbed(shown, t, { description: t('summary.headlineOnly') })
  const written = onlyKept
    ? await keptSummary(shown, length, deps)
    : await writeSummary(shown, length, actor, deps)
  const gist = written ? bullets(written) : drawGist(shown, length)
  const description = gist === '' ? t('summary.notEnough') : gist
  const facts = length === 'line' || gist === '' ? '' : factsOf(shown, actor)
  const note = shown.kind === 'excerpt' ? `${t('summary.excerptOnly')}\n\n` : ''
  const footer = [footerOf(shown, actor), ...(written ? [t('summary.written')] : [])]
    .filter(Boolean)
    .join(' · ')
  return articleEmbed(shown, t, {
    description: `${note}${description}${facts && `\n\n${facts}`}`,
    ...(footer && { footer }),
  })
}

/** One sentence, a few points, or what the lead says and the headings with a sentence of each. */
function drawGist({ text, title, language }: Shown, length: SummaryLength): string {
  const { sentences, sections } = gistOf(text, { title, language, length })
  if (length === 'line') return fitting(sentences.map(plain))
  if (sections.length === 0) return bullets(sentences)
  const told = sections.map(({ heading, sentence }) => `**${plain(heading)}**\n${plain(sentence)}`)
  return fitting([sentences.map(plain).join(' '), ...told].filter(Boolean))
}

function bullets(sentences: readonly string[]): string {
  return fitting(sentences.map((sentence) => `• ${plain(sentence)}`))
}

/** A point less rather than half of one. */
function fitting(points: readonly string[]): string {
  let text = ''
  for (const point of points) if (text.length + point.length < maxPoints) text += `${text && '\n'}${point}`
  return text
}

function plain(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, ' '))
}

/** Who, when and how much, where the text tells it with certainty. */
function factsOf({ text, title, language, kind }: Shown, { t }: Actor): string {
  if (kind !== 'full') return ''
  const { names, dates, figures } = keyFacts(text, { language, title })
  // Figures and dates have spaces, and decimals: without a sign between them they run into each other.
  const separator = language === 'zh' || language === 'ja' ? '、' : ', '
  const part = (key: 'names' | 'dates' | 'figures', values: readonly string[]) =>
    values.length === 0 ? [] : [t(`summary.${key}`, { list: escapeMarkdown(values.join(separator)) })]
  return [...part('names', names), ...part('dates', dates), ...part('figures', figures)].join(' · ')
}

/** How long the whole is, and its language when it is not the reader's. */
function footerOf({ text, language, kind }: Shown, { t, locale }: Actor): string {
  if (kind !== 'full') return ''
  const minutes = t('summary.readingTime', { minutes: readingMinutes(text, language) })
  if (language === null || language === primaryLanguage(locale)) return minutes
  const name = new Intl.DisplayNames(locale, { type: 'language' }).of(language) ?? language
  return [minutes, t('summary.inLanguage', { language: name })].join(' · ')
}
