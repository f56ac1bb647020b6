/** How much a word says that so many of all articles hold: inverse document frequency, never negative. */
export function rarity(holders: number, articles: number): number {
  return Math.log(1 + (articles - holders + 0.5) / (holders + 0.5))
}
