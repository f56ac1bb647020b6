/** How a text compares with the one expected, each a share of all their 4-grams together. */
export interface Overlap {
  truePositives: number
  falsePositives: number
  falseNegatives: number
}

export interface ExtractionScores {
  precision: number
  recall: number
  f1: number
}

const shingleLength = 4

/**
 * Counts of shared, extra and missing 4-grams, divided by their sum so that long pages weigh no more than short
 * ones: `string_shingle_matching` of the scrapinghub article-extraction-benchmark.
 */
export function compareShingles(expected: string, found: string): Overlap {
  const wanted = countShingles(expected)
  const given = countShingles(found)
  const overlap = { truePositives: 0, falsePositives: 0, falseNegatives: 0 }
  for (const shingle of new Set([...wanted.keys(), ...given.keys()])) {
    const [want, have] = [wanted.get(shingle) ?? 0, given.get(shingle) ?? 0]
    overlap.truePositives += Math.min(want, have)
    overlap.falsePositives += Math.max(0, have - want)
    overlap.falseNegatives += Math.max(0, want - have)
  }
  const sum = overlap.truePositives + overlap.falsePositives + overlap.falseNegatives
  if (sum === 0) return overlap
  return {
    truePositives: overlap.truePositives / sum,
    falsePositives: overlap.falsePositives / sum,
    falseNegatives: overlap.falseNegatives / sum,
  }
}

/**
 * Precision over the pages where something was found, recall over those where something was expected, and F1 of the
 * two means, all from 0 to 1: `metrics_from_tp_fp_fns` of the same benchmark.
 */
export function extractionScores(overlaps: readonly Overlap[]): ExtractionScores {
  const precision = mean(overlaps.map((o) => share(o.truePositives, o.falsePositives)))
  const recall = mean(overlaps.map((o) => share(o.truePositives, o.falseNegatives)))
  const sum = precision + recall
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum }
}

/** Python's `\w+`: letters, digits and underscores of any script, case kept, combining marks not counted. */
function countShingles(text: string): Map<string, number> {
  const tokens = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const counts = new Map<string, number>()
  if (tokens.length === 0) return counts
  for (let i = 0; i < Math.max(1, tokens.length - shingleLength + 1); i++) {
    const shingle = tokens.slice(i, i + shingleLength).join(' ')
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1)
  }
  return counts
}

function share(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length
}
