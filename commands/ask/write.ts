import type { Answer } from '../../src/answers/answer-question.js'
import type { Actor } from '../../src/core/command.js'
import { splitSentences } from '../../src/core/sentences.js'
import type { Claim, Passage } from '../../src/model/model-writer.js'
import type { Deps } from '../../src/services.js'
import type { Shown } from '../support/shown-article.js'
import { drawWriting, type WrittenClaim } from './draw.js'
import { type Asked, type Found, isAnswered } from './find.js'

/** A passage is a sentence that may answer, with so many before and after it. */
const around = 3
/** What the model is given at most. */
const maxPassages = 8

/**
 * The answer in a language model's words, when the operator has one and it answers in time with sentences that the
 * passages bear out; undefined otherwise. The person sees the sentences as they are verified.
 */
export async function writeAnswer(
  asked: Asked,
  found: Found,
  actor: Actor,
  { model }: Deps,
): Promise<WrittenClaim[] | undefined> {
  if (!model || !isAnswered(found)) return undefined
  const evidence = passagesOf(found.answers)
  const written = await model.write({
    guildId: actor.guildId,
    question: questionOf(asked, found),
    passages: evidence.map(({ passage }) => passage),
    onClaims: (claims) => actor.progress(drawWriting(claims)),
  })
  return written?.claims.flatMap(({ text, source }: Claim) => {
    const articleId = evidence[source]?.article.id
    return articleId === undefined ? [] : [{ text, articleId }]
  })
}

/** A question that goes on from an earlier one says so: the model sees nothing else of the conversation. */
function questionOf({ question, earlier }: Asked, { answers }: Found): string {
  return answers[0]?.leansOnEarlier && earlier !== undefined
    ? `${earlier.replace('\n', ' ')} ${question}`
    : question
}

/** The surest evidence with what stands around it, each stretch of an article once. */
function passagesOf(answers: readonly Answer<Shown>[]): { article: Shown; passage: Passage }[] {
  const passages = new Map<string, { article: Shown; passage: Passage }>()
  const all = answers.flatMap(({ evidence }) => evidence).toSorted((a, b) => b.confidence - a.confidence)
  for (const { article, position } of all) {
    // Neighbouring sentences share most of what is around them.
    const key = `${article.id}:${Math.floor(position / (2 * around))}`
    if (passages.has(key) || passages.size >= maxPassages) continue
    const sentences = splitSentences(article.text)
    const text = sentences.slice(Math.max(0, position - around), position + around + 1).join(' ')
    const { title, sourceTitle: source, publishedAt, language } = article
    passages.set(key, { article, passage: { title, source, datedAt: publishedAt, text, language } })
  }
  return [...passages.values()]
}
