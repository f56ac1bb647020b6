import { createHash } from 'node:crypto'
import type { ArticleDraft } from '../../core/article.js'
import { detectLanguage } from '../../core/language.js'
import { cutText, oneLine } from './clean-text.js'
import { maxTextLength } from './html-to-text.js'

const maxTitleLength = 500
const maxAuthorLength = 120
const maxIdentityLength = 512
const titleFromTextLength = 120
/** About eighty words: a teaser is one or two sentences, and a shorter description may still be all there is. */
const fullLength = 500

/** What a reader found, before it is made whole. Text and title are already plain text. */
export interface FoundArticle extends Omit<ArticleDraft, 'identity'> {
  identity: string | null
}

/**
 * A complete draft: a title also where the source gives none, an identity (given, else the address, else a hash of
 * the words), lengths capped, a language. A date in the future becomes `now`: it would stay on top of every list.
 */
export function completeDraft(found: FoundArticle, now: number): ArticleDraft {
  const text = cutText(found.text, maxTextLength)
  const title = oneLine(found.title, maxTitleLength) || titleFromText(text) || (found.url ?? '')
  return {
    identity: shortIdentity(found.identity?.trim() || found.url || hashWords(`${title}\n${text}`)),
    title,
    url: found.url,
    text,
    kind: text === '' ? 'headline' : found.kind,
    author: found.author === null ? null : oneLine(found.author, maxAuthorLength) || null,
    language: found.language ?? detectLanguage(`${title}\n${text}`),
    publishedAt: found.publishedAt === null ? null : Math.min(found.publishedAt, now),
    ...(found.listedAt !== undefined && { listedAt: found.listedAt }),
    image: found.image ?? null,
    lead: found.lead || null,
  }
}

/** The first sentence of a text, or its first words. */
export function titleFromText(text: string): string {
  const start = oneLine(text, 1000)
  const sentence = /^.{10,}?(?:[.!?](?=\s|$)|[。！？])/u.exec(start)?.[0] ?? start
  return cutText(sentence, titleFromTextLength)
}

/** Whether a text announces that it goes on elsewhere. */
export function isCut(text: string): boolean {
  const end = text.trimEnd().slice(-80)
  return /(…|\.\.\.|\[\s*(…|\.\.\.)\s*\]|\b(read|learn|see) more\b\W*|\bcontinue reading\b.*|\bread (the )?(full|whole|rest)\b.*|阅读(全文|更多|原文)\W*|查看(全文|更多)\W*)$/iu.test(
    end,
  )
}

/** Whether a text without any other mark is long enough, and whole enough, to be the article itself. */
export function isFullText(text: string): boolean {
  // A Chinese or Japanese character says about as much as three letters.
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0
  return text.length + 2 * wide >= fullLength && !isCut(text)
}

/** A short stable name for some words, the same however they are spaced. */
export function hashWords(text: string): string {
  return createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest('base64url').slice(0, 22)
}

/** Identities are keys of an index; a longer one keeps its beginning and a hash of the whole. */
function shortIdentity(identity: string): string {
  return identity.length <= maxIdentityLength ? identity : `${identity.slice(0, 200)}#${hashWords(identity)}`
}
