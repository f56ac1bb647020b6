import type { Actor } from '../../src/core/command.js'
import { escapeMarkdown } from '../../src/core/text.js'
import type { Passage } from '../../src/model/model-writer.js'
import type { Deps } from '../../src/services.js'
import type { SummaryLength } from '../../src/summaries/summarize.js'
import type { Shown } from './shown-article.js'

/** Stretches that the model is given: more than its evidence may hold, it is cut there. */
const passageLength = 1500
const maxPassages = 8

/**
 * A summary in a language model's words, when the operator has one and the text bears its sentences out; undefined
 * otherwise. One of a stored article is kept, so that it is paid for once.
 */
export async function writeSummary(
  shown: Shown,
  length: SummaryLength,
  actor: Actor,
  { model, stores }: Deps,
): Promise<string[] | undefined> {
  if (!model || length === 'line' || shown.kind !== 'full') return undefined
  const { id, updatedAt } = shown
  const key = updatedAt === undefined ? undefined : { articleId: id, updatedAt, length }
  const known = key && (await stores.writtenSummaries.get(key))
  if (known) return known
  const written = await model.write({
    guildId: actor.guildId,
    question: `What does this text say? Give ${length === 'short' ? 'two or three' : 'four or five'} key points in its own order and language.`,
    passages: passagesOf(shown),
    onClaims: (claims) => actor.progress(claims.map(({ text }) => `• ${escapeMarkdown(text)}`).join('\n')),
  })
  const sentences = written?.claims.toSorted((a, b) => a.source - b.source).map(({ text }) => text)
  if (sentences && key) await stores.writtenSummaries.put(key, sentences)
  return sentences
}

/** The text in stretches of whole paragraphs. */
function passagesOf({ text, title, sourceTitle, publishedAt, language }: Shown): Passage[] {
  const stretches: string[] = []
  for (const paragraph of text.split(/\n+/)) {
    const last = stretches.at(-1)
    if (last !== undefined && last.length + paragraph.length < passageLength)
      stretches[stretches.length - 1] = `${last}\n${paragraph}`
    else stretches.push(paragraph)
  }
  return stretches
    .slice(0, maxPassages)
    .map((stretch) => ({ title, source: sourceTitle, datedAt: publishedAt, text: stretch, language }))
}
