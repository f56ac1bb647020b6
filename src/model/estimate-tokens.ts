/**
 * About how many tokens a text has, rather too many: 3.5 characters of plain English, one of Chinese, Japanese or
 * Korean, two of other scripts.
 */
export function estimateTokens(text: string): number {
  const wide =
    text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/gu)?.length ?? 0
  const ascii = text.match(/[\0-\x7f]/g)?.length ?? 0
  return Math.ceil(ascii / 3.5 + wide + (text.length - wide - ascii) / 2)
}
