/** So much of a key helps to guess the rest; shorter stretches are words. */
const telling = 8

/**
 * Replaces a key, and every stretch of at least eight characters that is part of it, by `[secret]`. The text may have
 * the key in the form of JSON (`\\/`), in pieces, or in other letter case.
 *
 * @example hideKey('bad key abcdefgh…', 'abcdefghijkl') // 'bad key [secret]…'
 */
export function hideKey(text: string, key: string | undefined): string {
  if (!key) return text
  const plain = text.replace(/\\(?=[\\/"])/g, '')
  return hideParts(plain, fold(key), Math.min(telling, key.length))
}

function hideParts(text: string, key: string, least: number): string {
  const folded = fold(text)
  let hidden = ''
  for (let at = 0; at < text.length; ) {
    const length = sharedFrom(folded, at, key, least)
    hidden += length > 0 ? '[secret]' : text[at]
    at += length || 1
  }
  return hidden
}

/** The longest stretch from a place on that is part of the key; 0 when it is too short to tell. */
function sharedFrom(text: string, at: number, key: string, least: number): number {
  if (at + least > text.length || !key.includes(text.slice(at, at + least))) return 0
  let length = least
  while (at + length < text.length && key.includes(text.slice(at, at + length + 1))) length++
  return length
}

/** Keys are ASCII; other letters may change their length. */
function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
