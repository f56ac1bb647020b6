import { leansOn, subjectOf } from '../../src/answers/question-parts.js'
import type { Actor, Addressed } from '../../src/core/command.js'
import type { Deps } from '../../src/services.js'
import type { Asked } from './find.js'

/** In a channel people talk of many things; what was asked longer ago is forgotten. In a thread it is the subject. */
const rememberedMs = 30 * 60_000

/**
 * What the person asked before, in this channel or thread. A thread that was opened from an answer has its question, one
 * that was opened from a post its article. `aloud`: for an answer that everyone sees.
 */
export async function earlierQuestion(
  { channelId: place, userId, inThread, now }: Actor,
  { stores }: Deps,
  aloud: boolean,
): Promise<string | undefined> {
  const since = inThread ? 0 : now - rememberedMs
  const earlier = await stores.conversations.last({ place, userId, aloud }, since)
  return earlier ?? (inThread ? await stores.posts.titleOfPost(place) : undefined)
}

/** Remembers a question that was answered, with what it went on from. */
export async function remember(
  { question, earlier }: Asked,
  actor: Actor,
  { stores }: Deps,
  aloud: boolean,
): Promise<void> {
  const { channelId: place, userId, inThread } = actor
  const owner = aloud && inThread ? null : userId
  await stores.conversations.put({ place, userId: owner, aloud }, subjectOf(question, earlier), actor)
}

const question =
  /[?？]\s*$|^(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|will|would|has|have|list|tell|show|explain)\b|谁|誰|什么|什麼|多少|哪|为什么|為什麼|怎么|怎麼|如何|吗[?？]?$|呢[?？]?$/iu
const smallTalk =
  /^(?:thanks?(?: you)?|thx|ty|ok(?:ay)?|lol|haha+|nice|cool|great|good (?:bot|job)|well done|bye|谢谢|多谢|好的|danke|merci|gracias)[\s!.,:)😀-🙏]*(?:a lot|so much|very much|courant)?[\s!.]*$/iu
const forHelp =
  /^(?:|hi|hello|hey|help(?: me)?|what can you do|how (?:do|can) (?:i|you) (?:use|work)(?: (?:you|this))?|who are you|你好|帮助|hallo|hola|salut)[\s!.?？]*$/iu

/** What a message to the bot wants: an answer, a word of help, or nothing, so that the bot does not talk back. */
export type Wish = { kind: 'answer'; asked: Asked } | { kind: 'help' } | undefined

export async function wishOf({ text, named, repliedTo }: Addressed, actor: Actor, deps: Deps): Promise<Wish> {
  const { userId, inThread } = actor
  if (smallTalk.test(text)) return undefined
  if (named && forHelp.test(text)) return { kind: 'help' }
  const goesOn =
    repliedTo === undefined
      ? undefined
      : await deps.stores.conversations.last({ place: repliedTo, userId, aloud: true }, 0)
  const earlier = goesOn ?? (await earlierQuestion(actor, deps, true))
  const goesOnThere = inThread && earlier !== undefined && leansOn(text)
  if (!named && !question.test(text) && !goesOnThere) return undefined
  return { kind: 'answer', asked: { question: text, userId, ...(earlier !== undefined && { earlier }) } }
}
