import type { Actor } from '../../src/core/command.js'
import { escapeMarkdown } from '../../src/core/text.js'
import type { Passage } from '../../src/model/model-writer.js'
import type { Deps } from '../../src/services.js'
import type { SummaryKey } from '../../src/store/written-summaries.js'
import type { SummaryLength } from '../../src/summaries/summarize.js'
import type { Shown } from './shown-article.js'

/** Stretches that the model is given: more than its evidence may hold, it is cut there. */
const passageLength = 1500
const maxPassages = 8

type Summary = string[] | undefined
type Stores = Deps['stores']

/** Summaries that are being written in this program, by what they are of: who asks as well waits for the same. */
const underWay = new WeakMap<Stores, Map<string, Promise<Summary>>>()

/**
 * A summary in a language model's words, when the operator has one and the text bears its sentences out; undefined
 * otherwise. One of a stored article is kept, so that it is paid for once.
 */
export async function writeSummary(
  shown: Shown,
  length: SummaryLength,
  actor: Actor,
  deps: Deps,
): Promise<Summary> {
  if (!deps.model || length === 'line' || shown.kind !== 'full') return undefined
  const key = keyOf(shown, length)
  if (!key) return await askModel(shown, length, actor, deps)
  return await once(deps.stores, JSON.stringify(key), async () => {
    const known = await keptSummary(shown, length, deps)
    if (known) return known
    const sentences = await askModel(shown, length, actor, deps)
    if (sentences) await keep(key, sentences, deps)
    return sentences
  })
}

/** The one that was written before, for where nothing new is written. */
export async function keptSummary(
  shown: Shown,
  length: SummaryLength,
  { model, stores }: Deps,
): Promise<Summary> {
  const key = keyOf(shown, length)
  return model && key && length !== 'line' ? await stores.writtenSummaries.get(key) : undefined
}

function keyOf({ id, updatedAt }: Shown, length: SummaryLength): SummaryKey | undefined {
  return updatedAt === undefined ? undefined : { articleId: id, updatedAt, length }
}

/** What is under way already is waited for. */
async function once(stores: Stores, name: string, write: () => Promise<Summary>): Promise<Summary> {
  const begun = underWay.get(stores) ?? new Map<string, Promise<Summary>>()
  underWay.set(stores, begun)
  const work = begun.get(name) ?? write().finally(() => begun.delete(name))
  begun.set(name, work)
  return await work
}

/** The article may have been removed meanwhile: who asked is given the summary anyway. */
async function keep(key: SummaryKey, sentences: string[], { stores }: Deps): Promise<void> {
  await stores.writtenSummaries.put(key, sentences).catch(async (error: unknown) => {
    if (await stores.articles.get(key.articleId)) throw error
  })
}

async function askModel(
  shown: Shown,
  length: SummaryLength,
  actor: Actor,
  { model }: Deps,
): Promise<Summary> {
  const written = await model?.write({
    guildId: actor.guildId,
    question: `What does this text say? Give ${length === 'short' ? 'two or three' : 'four or five'} key points in its own order and language.`,
    passages: passagesOf(shown),
    onClaims: (claims) => actor.progress(claims.map(({ text }) => `• ${escapeMarkdown(text)}`).join('\n')),
  })
  return written?.claims.toSorted((a, b) => a.source - b.source).map(({ text }) => text)
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
