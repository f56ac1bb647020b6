import { truncate } from '../../src/core/text.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'

const longestAddress = 50

/** A source's title, with the end of its address where another one has the same title. */
export function sourceLabel(source: Source, sources: readonly Source[]): string {
  const isAlone = !sources.some(({ id, title }) => id !== source.id && title === source.title)
  if (isAlone) return source.title
  const address = displayAddress(source).replace(/^https?:\/\//, '')
  return `${truncate(source.title, 45)} (${address.slice(-longestAddress)})`
}
