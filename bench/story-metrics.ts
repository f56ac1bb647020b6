/** An article of a labelled collection: which source it is of, and two names of stories that say whom it belongs with. */
export interface Grouped {
  source: string
  expected: string
  found: string
}

export interface StoryScores {
  pairPrecision: number
  pairRecall: number
  b3Precision: number
  b3Recall: number
  b3F1: number
  /** Pairs linked that should not be. */
  wrong: number
  /** Pairs that should be linked and are not. */
  missed: number
}

/**
 * Pairs of different sources (one source's articles are never linked), and B³ over all articles (Bagga and Baldwin
 * 1998): for each article the share of its found story that belongs there, and of its expected story that was found.
 */
export function storyScores(articles: readonly Grouped[]): StoryScores {
  let linked = 0
  let expected = 0
  let right = 0
  let precision = 0
  let recall = 0
  for (const [i, article] of articles.entries()) {
    const found = articles.filter((other) => other.found === article.found)
    const wanted = articles.filter((other) => other.expected === article.expected)
    const both = found.filter((other) => other.expected === article.expected)
    precision += both.length / found.length
    recall += both.length / wanted.length
    const pairs = articles.slice(0, i).filter((other) => other.source !== article.source)
    const pairsLinked = pairs.filter((other) => other.found === article.found)
    linked += pairsLinked.length
    expected += pairs.filter((other) => other.expected === article.expected).length
    right += pairsLinked.filter((other) => other.expected === article.expected).length
  }
  const b3Precision = precision / (articles.length || 1)
  const b3Recall = recall / (articles.length || 1)
  return {
    pairPrecision: linked === 0 ? 1 : right / linked,
    pairRecall: expected === 0 ? 1 : right / expected,
    b3Precision,
    b3Recall,
    b3F1: (2 * b3Precision * b3Recall) / (b3Precision + b3Recall || 1),
    wrong: linked - right,
    missed: expected - right,
  }
}
