import { statementsOf } from './clauses.js'
import type { Ground, Places } from './ground.js'
import { isReporting } from './reporting.js'
import { findRebuttals, findRestrictors, type Stretch, takesBack } from './turners.js'

/**
 * Whether a claim leaves out what turns or restricts its source: "only", "almost", "it is false that". Words that
 * restrict count in the statements that the claim is from, those that rebut in all of the own sentences and in one
 * behind them that takes them back.
 */
export function losesTurner(ground: Ground, places: Places): boolean {
  const { own, after, language } = ground
  const statements = statementsOf(own)
  const touched = new Set(places.flatMap((place) => statements[place ?? -1] ?? []))
  const isTouched = ({ start, end }: Stretch) =>
    own.words.some((word, i) => word.end > start && word.start < end && touched.has(statements[i] ?? -1))
  const lost = [
    ...findRestrictors(own.text, language).filter(isTouched),
    ...findRebuttals(own.text, language),
  ].some((each) => !isKept(each, ground, places))
  return lost || takesBack(after, language)
}

/** Who says it may say it in another form: "said", "says". */
function isKept({ start, end }: Stretch, { claim, own }: Ground, places: Places): boolean {
  return own.words.every(
    (word, i) =>
      word.end <= start ||
      word.start >= end ||
      places.includes(i) ||
      (isReporting(word) && claim.words.some(isReporting)),
  )
}
