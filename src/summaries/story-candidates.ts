import type { Prepared } from './story-fit.js'
import { holdTerm, type StoryEntry } from './story-terms.js'

/** An article is found by its heaviest words, and others are looked for by fewer: all would double the memory. */
const foundByTerms = 40
const searchedTerms = 24
/** Bounds the time when even the heaviest words are common; newer articles are looked at first. */
const maxVisits = 6000
const maxCandidates = 12
/** Candidates that share less than this part of what the best one shares are left out. */
const leastShare = 0.2

/** From now on the article is found by others. */
export function makeFindable({ entry, heaviest }: Prepared): void {
  for (const [term] of heaviest.slice(0, foundByTerms)) holdTerm(entry, term)
}

/** Articles of other sources within the window that share most of an article's heaviest words, best first. */
export function findCandidates({ entry, heaviest }: Prepared, windowMs: number): StoryEntry[] {
  const found: StoryEntry[] = []
  let visits = 0
  for (const [term, weight] of heaviest.slice(0, searchedTerms))
    for (let i = term.holders.length - 1; i >= 0 && visits < maxVisits; i--, visits++) {
      const holder = term.holders[i]
      if (!holder || !isCandidate(holder, entry, windowMs)) continue
      if (holder.score === 0) found.push(holder)
      holder.score += weight * weight
    }
  const least = leastShare * found.reduce((most, { score }) => Math.max(most, score), 0)
  const best = found.filter(({ score }) => score >= least).sort((a, b) => b.score - a.score)
  for (const holder of found) holder.score = 0
  return best.slice(0, maxCandidates)
}

function isCandidate(holder: StoryEntry, entry: StoryEntry, windowMs: number): boolean {
  return holder.sourceId !== entry.sourceId && Math.abs(holder.datedAt - entry.datedAt) <= windowMs
}
