/** Documents nest about ten deep. Below each level JSON.parse keeps some hundred bytes outside of any limit of memory. */
const maxDepth = 500

/**
 * What a JSON text says.
 *
 * @throws SyntaxError when it is none, or nested more than 500 deep
 */
export function parseJson(text: string): unknown {
  if (isDeep(text)) throw new SyntaxError(`nested more than ${maxDepth} deep`)
  return JSON.parse(text)
}

/** In a text that is no JSON the answer may be wrong, and does not matter. */
function isDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (inString) {
      if (sign === '\\') i++
      else if (sign === '"') inString = false
    } else if (sign === '"') inString = true
    else if (sign === '{' || sign === '[') {
      if (++depth > maxDepth) return true
    } else if (sign === '}' || sign === ']') depth--
  }
  return false
}
