const longest = 40

/** The name offered for a thread: the first words of the message that it is opened from. */
export function threadName(text: string): string {
  const words = text.trim().split(/\s+/)
  let name = ''
  for (const word of words) {
    const longer = name ? `${name} ${word}` : word
    if (longer.length > longest) break
    name = longer
  }
  // By characters as people see them, so that none is cut in half.
  return name || cut(words[0] ?? '') || 'New Thread'
}

function cut(word: string): string {
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (short.length + segment.length > longest) break
    short += segment
  }
  return short
}
