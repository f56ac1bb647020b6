import { type Matchable, type Width, widths } from '../../src/search/match-topic.js'
import { randomFrom } from './random.js'

/** The moment around which made articles are published. */
export const madeNow = Date.UTC(2026, 10, 2)

/** Words whose terms differ by language, names that are joined or cut, and beginnings of each other. */
const vocabularies: Record<string, string[]> = {
  en: 'solar panel harbour bridge bridges tram trams ferry storm storms price prices GPT-4 self-hosted U.S. crude oil the of'.split(
    ' ',
  ),
  de: 'Häuser Haus Hafen Brücke Brücken Sturm Preis Preise solar Panel der und Fähre GPT-4'.split(' '),
  fr: 'maison maisons port pont ponts tempête prix solaire panneau la des GPT-4 bridge'.split(' '),
  zh: '太阳能 屋顶 计划 市议会 投票 地铁 港口 大桥 的 solar'.split(' '),
}
const words = [...new Set(Object.values(vocabularies).flat())]
export const madeSources = [
  { id: 1, title: 'Riverton Herald', url: 'https://herald.test/feed' },
  { id: 2, title: 'Tribune', url: 'https://tribune.test/feed' },
]
const filters = [
  'source:herald',
  'source:#2',
  'lang:de',
  'lang:en',
  'author:lee',
  'after:2d',
  'before:2026-10-30',
  '*',
]

/** Articles in several languages and queries with everything that a query may have, from one seed. */
export function createMaker(seed: number) {
  const random = randomFrom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value

  function article(): Matchable {
    const language = pick(['en', 'de', 'fr', 'zh', null])
    const known = vocabularies[language ?? 'en'] ?? []
    const sentence = (length: number) =>
      Array.from({ length }, () =>
        random() < 0.5 ? pick(known) : `${pick(['quiet', 'valley', 'day'])}${below(20)}`,
      ).join(' ')
    return {
      title: sentence(below(4)),
      text: Array.from({ length: 1 + below(4) }, () => sentence(below(120))).join(pick(['\n', '\n\n'])),
      kind: pick(['full', 'full', 'full', 'excerpt', 'headline'] as const),
      language,
      author: pick(['Ann Lee', 'Bo Vik', null]),
      publishedAt: pick([madeNow - 86_400_000, madeNow - 9 * 86_400_000, null]),
      source: pick(madeSources),
    }
  }

  function part(depth: number): string {
    const kind = random()
    if (kind < 0.45) return pick(words)
    if (kind < 0.55) return `"${pick(words)} ${pick(words)}"`
    if (kind < 0.62) return `title:${pick(words)}`
    if (kind < 0.7) return `${pick(words).slice(0, 1 + below(6))}*`
    if (kind < 0.78) return pick(filters)
    if (kind < 0.85) return `-${part(depth + 1)}`
    if (kind < 0.9) return `+${pick(words)}`
    return depth > 2 ? pick(words) : `(${query(depth + 1)})`
  }

  function query(depth = 0): string {
    const parts = Array.from({ length: 1 + below(3) }, () => part(depth))
    return parts.join(pick([' ', ' OR ', ' AND ']))
  }

  return { article, query, width: () => pick<Width>(widths), below, random }
}
