/**
 * UTF-16 units. No sentence that a person reads is longer, and patterns that look at no more of one cannot keep
 * everybody waiting, whatever a hostile page has in it.
 */
export const longestView = 1000

/** As much of a line or sentence as patterns look at. */
export function viewOf(line: string): string {
  return line.length > longestView ? line.slice(0, longestView) : line
}
