/** Letters whose accent is part of the letter, so that Unicode does not decompose them. */
const foldings: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i' }

/**
 * Lower case, compatibility forms unified, accents and the vowel points of Arabic and Hebrew removed; words keep their
 * endings.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0655\u0670]/g, '')
    .replace(/[ßæœøłđðı]/g, (letter) => foldings[letter] ?? letter)
    .normalize('NFC')
}

export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}
