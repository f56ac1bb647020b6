import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { primaryLanguage } from '../core/language.js'
import { fromRoot } from '../core/root.js'
import { folderTitle } from './reading/folder-sources.js'

export const interests = [
  'news',
  'technology',
  'science',
  'programming',
  'games',
  'sport',
  'climate',
  'finance',
] as const
export type Interest = (typeof interests)[number]

/** What `data/suggestions.json` holds: well-known feeds, those of an interest in the order they are offered. */
export const suggestionsSchema = z.array(
  z.strictObject({
    title: z.string().min(1).max(80),
    url: z.url({ protocol: /^https$/ }),
    language: z.string().regex(/^[a-z]{2}$/),
    interests: z.array(z.enum(interests)).min(1),
  }),
)
export type Suggestion = z.infer<typeof suggestionsSchema>[number]

/** Nobody chooses among more. */
const most = 8
/** With fewer in somebody's language, there are some in English too. */
const enough = 3

const all = suggestionsSchema.parse(
  JSON.parse(readFileSync(fromRoot('data', 'suggestions.json'), 'utf8')) as unknown,
)

/** Feeds about something, in the language of a Discord locale; where these are few, English ones follow. */
export function suggestSources(interest: Interest, locale: string): Suggestion[] {
  const about = all.filter((feed) => feed.interests.includes(interest))
  const language = primaryLanguage(locale)
  const own = about.filter((feed) => feed.language === language)
  const english = own.length < enough ? about.filter((feed) => feed.language === 'en') : []
  return [...new Set([...own, ...english])].slice(0, most)
}

/** The folders of sample articles that ship with the program, absolute; each can be followed. */
export function sampleFolders(): { title: string; url: string }[] {
  return readdirSync(fromRoot('data', 'samples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ title: folderTitle(name), url: fromRoot('data', 'samples', name) }))
}
