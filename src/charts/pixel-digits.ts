/** Glyphs of 5 by 7 pixels, a row each: enough to label a chart without a font. */
const glyphs: Record<string, string> = {
  '0': '01110 10001 10011 10101 11001 10001 01110',
  '1': '00100 01100 00100 00100 00100 00100 01110',
  '2': '01110 10001 00001 00110 01000 10000 11111',
  '3': '11110 00001 00001 01110 00001 00001 11110',
  '4': '00010 00110 01010 10010 11111 00010 00010',
  '5': '11111 10000 11110 00001 00001 10001 01110',
  '6': '00110 01000 10000 11110 10001 10001 01110',
  '7': '11111 00001 00010 00100 01000 01000 01000',
  '8': '01110 10001 10001 01110 10001 10001 01110',
  '9': '01110 10001 10001 01111 00001 00010 01100',
  '.': '00000 00000 00000 00000 00000 01100 01100',
  '-': '00000 00000 00000 11111 00000 00000 00000',
  '/': '00001 00010 00010 00100 01000 01000 10000',
}
const advance = 6
export const glyphHeight = 7

/** Width in pixels of digits and `.`, `-`, `/`; what else a text holds is not drawn. */
export function digitsWidth(text: string): number {
  return Math.max(0, [...text].filter((each) => each in glyphs).length * advance - 1)
}

/** Calls `visit` for each pixel of the text, from 0, 0. */
export function eachDigitPixel(text: string, visit: (x: number, y: number) => void): void {
  const drawn = [...text].flatMap((each) => glyphs[each] ?? [])
  for (const [i, glyph] of drawn.entries())
    for (const [y, row] of glyph.split(' ').entries())
      for (const [x, bit] of [...row].entries()) if (bit === '1') visit(i * advance + x, y)
}
