import { z } from 'zod'

/** Discord's channel types that a subscription can post to: text and announcement. */
export const postableChannels = [0, 5]

/** A channel picked from Discord's list; its id. */
export function channelOption(types: readonly number[] = postableChannels) {
  return z.string().regex(/^\d+$/).meta({ kind: 'channel', channelTypes: types })
}

/** Free text; Discord refuses longer input while typing. A NUL, which PostgreSQL cannot store, is dropped. */
export function textOption(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .transform((text) => text.replaceAll('\0', '').trim())
    .pipe(z.string().min(1))
}
