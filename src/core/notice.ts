import { accent } from './render-article.js'
import type { Reply } from './reply.js'

/** A reply that says something, with a title if it needs one. */
export function notice(description: string, title?: string): Reply {
  return { embeds: [{ ...(title && { title }), description, color: accent }] }
}
