export interface Trend {
  /** This period's count over the mean of earlier ones. */
  ratio: number
  /** The mean of earlier periods. */
  usual: number
  /** `many` is twice as many or more, `few` half as many or fewer. */
  kind: 'many' | 'more' | 'usual' | 'fewer' | 'few'
}

/** Fewer earlier periods say nothing about what is usual. */
const fewestPeriods = 3
/** With less than this a period, one article more or less would be a trend. */
const fewestUsual = 2
/** Chance alone moves a count by its square root; less than this many times that is no trend. */
const leastDeviations = 1.5

/**
 * How the number of articles of a period compares with equally long earlier ones, oldest first; undefined when there is
 * too little to compare with. Periods before the first article are not counted.
 *
 *     trendOf(12, [5, 7, 6]) // { ratio: 2, usual: 6, kind: 'many' }
 */
export function trendOf(count: number, earlier: readonly number[]): Trend | undefined {
  const began = earlier.findIndex((each) => each > 0)
  const periods = began < 0 ? [] : earlier.slice(began)
  const usual = periods.reduce((sum, each) => sum + each, 0) / (periods.length || 1)
  if (periods.length < fewestPeriods || usual < fewestUsual) return undefined
  return { ratio: count / usual, usual, kind: kindOf(count, usual) }
}

function kindOf(count: number, usual: number): Trend['kind'] {
  const isChance = Math.abs(count - usual) < leastDeviations * Math.sqrt(usual)
  const ratio = count / usual
  if (isChance || (ratio > 0.75 && ratio < 1.33)) return 'usual'
  if (ratio > 1) return ratio >= 1.9 ? 'many' : 'more'
  return ratio <= 0.55 ? 'few' : 'fewer'
}
