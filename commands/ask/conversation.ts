import { leansOn } from '../../src/answers/question-parts.js'
import type { Actor, Addressed } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Deps } from '../../src/services.js'
import type { Asked } from './find.js'

/** In a channel people talk of many things; what was asked longer ago is forgotten. In a thread it is the subject. */
const rememberedMs = 30 * 60_000

/** What the person asked before, in this channel or thread. A thread that was opened from an answer has its question. */
export async function earlierQuestion(
  { channelId, userId, inThread, now }: Actor,
  { stores }: Deps,
): Promise<string | undefined> {
  return await stores.conversations.last(channelId, userId, inThread ? 0 : now - rememberedMs)
}

const question =
  /[?？]\s*$|^(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|will|would|has|have|list|tell|show|explain)\b|谁|誰|什么|什麼|多少|哪|为什么|為什麼|怎么|怎麼|如何|吗[?？]?$|呢[?？]?$/iu

/**
 * What is asked by a message to the bot, with what it goes on from; undefined for what is no question ("thanks"), so that
 * the bot does not talk back.
 */
export async function answerAddressed(
  { text, repliedTo }: Addressed,
  actor: Actor,
  deps: Deps,
): Promise<Asked | undefined> {
  const { stores } = deps
  const { userId, channelId, now } = actor
  if (text === '' && repliedTo === undefined) throw new UserError('ask.noWords')
  const goesOn = repliedTo === undefined ? undefined : await stores.conversations.last(repliedTo, userId, 0)
  const earlier = goesOn ?? (await earlierQuestion(actor, deps))
  if (!question.test(text.trim()) && !(earlier !== undefined && leansOn(text) && actor.inThread))
    return undefined
  await stores.conversations.put(channelId, actor.inThread ? null : userId, text, now)
  return { question: text, userId, ...(earlier !== undefined && { earlier }) }
}
