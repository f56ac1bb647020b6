import { truncate } from '../../src/core/text.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'

const longestAddress = 50

/** Source id → its title, with the end of its address where several have the same title. */
export function sourceLabels(sources: readonly Source[]): Map<number, string> {
  const counts = new Map<string, number>()
  for (const { title } of sources) counts.set(title, (counts.get(title) ?? 0) + 1)
  return new Map(
    sources.map((source) => {
      const { id, title } = source
      if (counts.get(title) === 1) return [id, title]
      const address = displayAddress(source).replace(/^https?:\/\//, '')
      return [id, `${truncate(title, 45)} (${address.slice(-longestAddress)})`]
    }),
  )
}
