/** Seeded pseudo-random numbers from 0 up to 1 (mulberry32), so that a failing case can be run again. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Between 0 and `longest` of `pieces`, joined: text with the signs that parsers trip over. */
export function randomText(random: () => number, pieces: string[], longest: number): string {
  const length = Math.floor(random() * (longest + 1))
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)] ?? '').join('')
}

export const oddPieces = [
  'budget',
  'Solar',
  ' ',
  ' ',
  '\n',
  '\n\n',
  '. ',
  '.',
  '"',
  '“',
  '”',
  '「',
  '」',
  '«',
  '»',
  '(',
  ')',
  '-',
  ' -',
  '|',
  ' OR ',
  "'",
  '’s',
  '😀',
  '👩‍👩‍👧',
  '\ud83d',
  '\ude00',
  'e\u0301',
  '城市规划',
  '太阳',
  '。',
  'ภาษาไทย',
  'C++',
  '.NET',
  'U.S.',
  'Mr.',
  '3.5',
  '*',
  '_',
  '**',
  '`',
  '[',
  '](',
  '<@1>',
  '@everyone',
  '#',
  '1. ',
  '\u0000',
  '\u200b',
  '…',
  '?!',
]
