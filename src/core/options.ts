import { z } from 'zod'
import type { MessageKey } from './i18n.js'

/** Discord's channel types that a subscription can post to: text, announcement, their threads, forum. */
export const postableChannels = [0, 5, 10, 11, 12, 15]

/** A channel picked from Discord's list; its id. */
export function channelOption(types: readonly number[] = postableChannels) {
  return z.string().regex(/^\d+$/).meta({ kind: 'channel', channelTypes: types })
}

/** A role picked from Discord's list; its id. */
export function roleOption() {
  return z.string().regex(/^\d+$/).meta({ kind: 'role' })
}

/** Half of a character, which no database keeps, and what turns the direction of all text that stands after it. */
const unfit = /\p{Surrogate}|[\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu
/** Nobody could read, type or tell apart a name that has nothing else. */
const visible = /[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u{2800}]/u

/**
 * Free text in which something can be seen; Discord refuses longer input while typing. A NUL, which PostgreSQL cannot
 * store, is dropped, as is what would spoil the text around it.
 */
export function textOption(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .transform((text) => text.replaceAll('\0', '').replace(unfit, '').trim())
    .pipe(z.string().regex(visible))
}

/** A file that came with a command, as Discord describes it. */
export interface Attachment {
  name: string
  /** In bytes. */
  size: number
  /** What the sender's computer says; null when it does not know. */
  contentType: string | null
  /** Where it can be fetched for about a day. */
  url: string
}

/** A file that the person attaches. Its name, type and content are theirs to choose. */
export function attachmentOption() {
  const shape = { name: z.string(), size: z.number(), contentType: z.string().nullable(), url: z.url() }
  const attachment: z.ZodType<Attachment> = z.object(shape)
  return attachment.meta({ kind: 'attachment' })
}

/**
 * A line of text that a form asks for, with its label above and a `placeholder` in it while it is empty. With
 * `.optional()` it may stay empty.
 */
export function textField(label: MessageKey, maxLength: number, placeholder?: string) {
  return textOption(maxLength).meta({ label, ...(placeholder !== undefined && { placeholder }) })
}

/** The same for a text of several lines. */
export function paragraphField(label: MessageKey, maxLength: number, placeholder?: string) {
  return textField(label, maxLength, placeholder).meta({
    label,
    paragraph: true,
    ...(placeholder !== undefined && { placeholder }),
  })
}

/** One of several values that a form offers, each with the text that stands for it. */
export function choiceField<const Value extends string>(
  label: MessageKey,
  choices: Readonly<Record<Value, MessageKey>>,
) {
  return z.enum(Object.keys(choices) as [Value, ...Value[]]).meta({ label, choices })
}
