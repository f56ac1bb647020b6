const size = 60_000

/** Sixty thousand characters of something, after the beginning of a sentence and before its end. */
function filled(piece: string, before = 'The old ', after = ' bridge was closed again.'): string {
  return before + piece.repeat(Math.ceil(size / piece.length)) + after
}

function numbered(count: number, sentence: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => sentence(i)).join('')
}

/** Texts of articles that mean harm to what sums them up: each takes minutes where a pattern looks at too much of it. */
export const hostileTexts: Record<string, string> = {
  'open brackets': filled('(left'),
  'open brackets with words': filled('(left left '),
  'spaces in a dateline': `AAA${' '.repeat(size)}x`,
  'spaces in a sentence': filled(' '),
  'many datelines of spaces': filled(`AAA${' '.repeat(900)}x\n`, ''),
  'groups of digits': filled('111 '),
  'groups with commas': filled('111,'),
  digits: filled('1'),
  'digits and points': filled('1.'),
  'digits and points in Chinese': filled('1.', '江城市议会周二批准了第一个太阳能'),
  'digits in Chinese': filled('1', '江城市议会周二批准了第一个太阳能'),
  'months in Chinese': filled('11月', '江城市议会周二批准了第一个太阳能'),
  'capitals with hyphens': filled('A-'),
  capitals: filled('A'),
  'capitals with apostrophes': filled("A'"),
  'names with commas': filled('Ada Quill, '),
  'common names': filled('The Then '),
  'names of one word': filled('Ab. '),
  'names that all differ': numbered(9000, (i) => `Ab${i.toString(36)}x. `),
  'people that all differ': numbered(4000, (i) => `Then Ada Q${i.toString(36).replace(/\d/g, 'o')}x came. `),
  'cookies in French': filled('utilis'),
  'cookies in German': filled('akzeptier'),
  'cookies after words': filled('nutzt a a '),
  'lines of nothing': filled('\n'),
  'carriage returns': filled('\r'),
  'lines of a letter': filled('a\n'),
  'open quotations': filled('“a. '),
  quotations: filled('." '),
  'ends of sentences': filled('. '),
  'ends without a space': filled('ab.Ab'),
  'full stops': filled('.'),
  'colons and words': filled('a: '),
  initials: filled('A.B.'),
  'numbers of items': filled('1. '),
  'cells of a table': filled('a | b '),
  'wide gaps': filled('a  b\n'),
  'signs of code': filled('{}();\n'),
  'no spaces': filled('x'),
  'a long Chinese text': numbered(
    9000,
    (i) => `江城市议会周二批准了第${i}个太阳能屋顶计划。${i % 9 ? '' : '\n'}`,
  ),
  'a long Chinese line': filled('江城市议会', ''),
  'a long English text': numbered(
    2200,
    (i) =>
      `The council of Riverton approved plan number ${i} on Tuesday after ${i % 9} hours of debate.${i % 5 ? ' ' : '\n'}`,
  ),
}
