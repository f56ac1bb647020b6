/** Document id → how relevant it is to one query; absent means not at all. */
export type Relevance = ReadonlyMap<string, number>

/** Measures of one ranked list against one query's judgements, all from 0 to 1. */
export interface RetrievalScores {
  ndcg10: number
  mrr10: number
  recall100: number
  precision1: number
}

/** nDCG with gain rel and discount log2(rank + 1), as trec_eval computes it. */
export function scoreRanking(ranked: string[], relevance: Relevance): RetrievalScores {
  const gains = ranked.map((id) => relevance.get(id) ?? 0)
  const ideal = [...relevance.values()].sort((a, b) => b - a)
  const relevant = ideal.filter((gain) => gain > 0).length
  const first = gains.slice(0, 10).findIndex((gain) => gain > 0)
  const found = gains.slice(0, 100).filter((gain) => gain > 0).length
  return {
    ndcg10: discounted(ideal) === 0 ? 0 : discounted(gains) / discounted(ideal),
    mrr10: first < 0 ? 0 : 1 / (first + 1),
    recall100: relevant === 0 ? 0 : found / relevant,
    precision1: (gains[0] ?? 0) > 0 ? 1 : 0,
  }
}

function discounted(gains: number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
}
