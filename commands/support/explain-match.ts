import type { Translate } from '../../src/core/i18n.js'
import { escapeMarkdown } from '../../src/core/text.js'
import type {
  FilterExplanation,
  MatchExplanation,
  PartExplanation,
  WordsExplanation,
} from '../../src/search/matching/explain-match.js'
import { printFilter, printQuery } from '../../src/search/query/print-query.js'

/** Parts that are named; a query of more is clear enough. */
const mostNamed = 4

/** Why an article is about a topic or not, in a few plain words. */
export function describeMatch(explanation: MatchExplanation, t: Translate): string {
  const { matches, missing, excluded, failed, parts } = explanation
  if (matches) return describeHeld(parts, t)
  if (failed) return t('match.failed', { filter: escapeMarkdown(printFilter(failed)) })
  if (excluded && excluded.length > 0)
    return t('match.excluded', { words: escapeMarkdown(excluded.map(nameOf).join(t('list.separator'))) })
  if (missing)
    return t('match.missing', { words: escapeMarkdown(namePart(missing)), where: whereOf(missing, t) })
  return t('match.none')
}

function describeHeld(parts: readonly PartExplanation[], t: Translate): string {
  const words = parts.flatMap(heldWords).slice(0, mostNamed)
  const named = words.map((each) =>
    t('match.held', { words: escapeMarkdown(nameOf(each)), where: places(each, t) }),
  )
  return named.length > 0 ? named.join('; ') : t('match.filters')
}

/** Of alternatives those that are there. */
function heldWords(part: PartExplanation): WordsExplanation[] {
  if (part.kind === 'words') return part.held ? [part] : []
  if (part.kind === 'all' || part.kind === 'any') return part.parts.flatMap(heldWords)
  return []
}

function whereOf(part: PartExplanation, t: Translate): string {
  const [words] = wordsIn(part)
  return words ? places(words, t) : t('match.nowhere')
}

function wordsIn(part: PartExplanation): WordsExplanation[] {
  if (part.kind === 'words') return [part]
  return part.kind === 'all' || part.kind === 'any' ? part.parts.flatMap(wordsIn) : []
}

function places({ title, lead, body }: WordsExplanation, t: Translate): string {
  if (title > 0) return t('match.inTitle')
  if (lead > 0) return t('match.inLead')
  return body > 0 ? t('match.inBody', { count: body }) : t('match.nowhere')
}

function nameOf(part: WordsExplanation | FilterExplanation): string {
  return part.kind === 'words' ? printQuery({ clauses: [part.clause] }) : printFilter(part.filter)
}

function namePart(part: PartExplanation): string {
  if (part.kind === 'words' || part.kind === 'filter') return nameOf(part)
  if (part.kind === 'not') return `-${namePart(part.part)}`
  return part.parts.map(namePart).join(part.kind === 'any' ? ' OR ' : ' ')
}
