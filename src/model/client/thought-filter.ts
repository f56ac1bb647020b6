const open = /<(?:think|thinking|thought|reasoning)>/i
const close = /<\/(?:think|thinking|thought|reasoning)>/i
/** The beginning of a tag that the next piece may complete. */
const begun = /<\/?[a-z]{0,9}$/i

/**
 * Leaves out what a model thinks aloud (`<think>…</think>`), in text that comes in pieces. Some servers swallow the
 * opening tag: at a closing one without it, all that came before was thought, and `onRestart` is called.
 */
export function createThoughtFilter(onRestart: () => void) {
  let held = ''
  let thinking = false

  return function push(piece: string): string {
    let text = held + piece
    let said = ''
    for (;;) {
      const [first, second] = thinking ? [close, close] : [open, close]
      const at = Math.min(indexOf(text, first), indexOf(text, second))
      if (at === Infinity) break
      const tag = text.slice(at).match(/^<[^>]*>/)?.[0] ?? ''
      if (!thinking) said += text.slice(0, at)
      if (!thinking && tag.startsWith('</')) {
        said = ''
        onRestart()
      }
      thinking = !tag.startsWith('</')
      text = text.slice(at + tag.length)
    }
    held = begun.exec(text)?.[0] ?? ''
    return thinking ? said : said + text.slice(0, text.length - held.length)
  }
}

function indexOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern)
  return at < 0 ? Infinity : at
}
