import { setImmediate } from 'node:timers/promises'
import { escapeMarkdown } from '../src/core/text.js'
import { planDigestInTurns } from '../src/summaries/digest.js'
import type { DigestArticle } from '../src/summaries/digest-article.js'
import { gistOf } from '../src/summaries/gist.js'
import { keyFacts } from '../src/summaries/key-facts.js'
import { readingMinutes } from '../src/summaries/reading-minutes.js'
import { hostileTexts } from './hostile-texts.js'

const calls: Record<string, (text: string) => unknown> = {
  line: (text) => gistOf(text, { length: 'line', title: text }),
  short: (text) => gistOf(text, { length: 'short' }),
  detailed: (text) => gistOf(text, { length: 'detailed' }),
  facts: (text) => keyFacts(text),
  'reading time': (text) => readingMinutes(text),
  escaping: (text) => escapeMarkdown(text),
}

/** Every way to sum up a text, one after the other; tells which took longest and how many ms. */
export async function sumUp(text: string): Promise<string> {
  let [slowest, most] = ['', 0]
  for (const [name, call] of Object.entries(calls)) {
    await setImmediate()
    const started = performance.now()
    call(text)
    const ms = performance.now() - started
    if (ms > most) [slowest, most] = [name, ms]
  }
  return `${slowest} ${most.toFixed(0)}`
}

/** Topics as large as /summary reads them. */
export const sumUpTopic: Record<string, () => Promise<string>> = {
  'topic: 250 long articles': () => digestOf(250, true),
  'topic: 100 articles without a story': () => digestOf(100, false),
}

async function digestOf(count: number, isLinked: boolean): Promise<string> {
  const text = hostileTexts['a long English text'] ?? ''
  const articles = Array.from({ length: count }, (_, i): DigestArticle => {
    const title = `The council approved plan ${i} for ${i % 7} bridges`
    const known = { id: i + 1, sourceId: i % 20, sourceTitle: `Source ${i % 20}`, kind: 'full' as const }
    const own = `Plan ${i} is for ${i % 7} bridges. ${text}`
    return { ...known, title, text: own, language: 'en', datedAt: i, storyId: isLinked ? i + 1 : null }
  })
  const { stories } = await planDigestInTurns(articles, { now: count, stories: 25 })
  return `${stories.length} stories`
}
