import { clausesOf } from './clauses.js'
import type { Ground, Places } from './ground.js'
import type { Word } from './read-words.js'
import { isReporting } from './reporting.js'

/** What makes a sentence part of another one. */
const openers = new Set('that dass que che dat'.split(' '))
/** Verbs that vouch for what they tell, besides those of reporting; by stem. */
const vouching = new Set(
  'confirm add explain note write wrote stress emphasis show shown prove mean'.split(' '),
)

/**
 * Whether a claim is what follows "that", without what is said of it: "Police ruled out that A", "The fear that A". Only
 * who merely tells it may be left out.
 */
export function isTornOut({ own, claim }: Ground, places: Places): boolean {
  const clauses = clausesOf(own)
  return own.words.some((word, at) => {
    if (!openers.has(word.key)) return false
    const inClause = own.words.flatMap((each, i) =>
      clauses[i] === clauses[at] && !each.isFunction ? [i] : [],
    )
    const head = inClause.filter((i) => i < at)
    const isFrom = (i: number) => places.includes(i)
    const tells = head.some((i) => isTelling(own.words[i] as Word)) || claim.words.some(isTelling)
    return head.length > 0 && !head.some(isFrom) && inClause.some((i) => i > at && isFrom(i)) && !tells
  })
}

function isTelling(word: Word): boolean {
  return isReporting(word) || vouching.has(word.stem)
}
