const words: Record<string, number> = Object.fromEntries([
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i) => [word, (i + 2) * 10]),
])
const magnitudes: Record<string, number> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
}
/** Read as a magnitude or as a unit: "40m". */
const abbreviations: Record<string, number> = { k: 1e3, m: 1e6, mn: 1e6, bn: 1e9, tn: 1e12 }
const hanDigits: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const hanUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/** The value of an English number word: "six". */
export function wordValue(word: string): number | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined
}

/** What a word behind a number multiplies it with. */
export function magnitudeOf(word: string): number | undefined {
  return Object.hasOwn(magnitudes, word) ? magnitudes[word] : undefined
}

export function abbreviatedMagnitude(word: string): number | undefined {
  return Object.hasOwn(abbreviations, word) ? abbreviations[word] : undefined
}

/** Figures as they are written: separators of thousands do not count, "9:30" is "9.30". */
export function figureValue(text: string): string {
  const plain = text.normalize('NFKC')
  const joined = /^\d{1,3}(?:[,'’]\d{3})+(?:\.\d+)?$/.test(plain) ? plain.replace(/[,'’]/g, '') : plain
  return joined.replace(/:/g, '.')
}

/** "三百二十" is 320, "二〇二六" 2026, "四千万" 40000000; undefined for what is no number. */
export function hanValue(text: string): number | undefined {
  if (/^[〇零一二三四五六七八九]{2,}$/.test(text))
    return Number([...text].map((char) => hanDigits[char]).join(''))
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const char of text) {
    const unit = hanUnits[char]
    const magnitude = magnitudes[char]
    if (magnitude) {
      total = (total + section + (digit ?? (section || total ? 0 : 1))) * magnitude
      section = 0
      digit = undefined
    } else if (unit) {
      section += (digit ?? 1) * unit
      digit = undefined
    } else digit = hanDigits[char]
  }
  return total + section + (digit ?? 0)
}
