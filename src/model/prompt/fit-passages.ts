import { estimateTokens } from '../estimate-tokens.js'
import { cleanText } from './clean-text.js'
import type { Passage } from './passage.js'

/** Ollama silently cuts the beginning off a prompt that is longer than its context, 4,096 tokens unless told. */
const maxTokens = 2800
/** The rest of an article is not looked at. UTF-16 units. */
const longestRead = 20_000
const maxPassages = 8
const longestTitle = 200

/**
 * The passages as they are sent: cleaned, and together no longer than a small model's context. The first are the most
 * important; what a short one leaves is for those after it.
 */
export function fitPassages(passages: readonly Passage[]): Passage[] {
  const clean = passages.slice(0, maxPassages).map(cleanPassage)
  let left = maxTokens
  return clean.map((passage, i) => {
    const head = estimateTokens(passage.title + passage.source)
    const text = cutText(passage.text, Math.max(0, left / (clean.length - i) - head))
    left -= head + estimateTokens(text)
    return { ...passage, text }
  })
}

function cleanPassage(passage: Passage): Passage {
  const line = (text: string) => cleanText(text.slice(0, longestTitle)).replace(/\s+/g, ' ')
  return {
    ...passage,
    title: line(passage.title),
    source: line(passage.source),
    text: cleanText(passage.text.slice(0, longestRead)),
  }
}

/** At most so many tokens, up to the end of a sentence where there is one. */
function cutText(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (estimateTokens(text.slice(0, middle)) <= tokens) low = middle
    else high = middle - 1
  }
  const cut = text.slice(0, low).replace(/[\ud800-\udbff]$/, '')
  return /^[\s\S]*(?:[.!?]["”’)]?(?=\s)|[。！？]|\n)/.exec(cut)?.[0].trimEnd() ?? cut
}
