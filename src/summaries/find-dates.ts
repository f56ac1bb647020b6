const month =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?)'
const germanMonth =
  '(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)'
const romanceMonth =
  '(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)'
const patterns = [
  `\\d{1,2}(?:st|nd|rd|th)? (?:of )?${month}(?:,? \\d{4})?(?![\\p{L}\\d])`,
  `(?<![\\p{L}\\d])${month} \\d{1,2}(?:st|nd|rd|th)?(?:, \\d{4})?(?![\\p{L}\\d])`,
  `(?<![\\p{L}\\d])${month} \\d{4}(?!\\d)`,
  `\\d{1,2}\\. ${germanMonth}(?: \\d{4})?(?!\\p{L})`,
  `\\d{1,2}(?:er)? (?:de )?${romanceMonth}(?: (?:de )?\\d{4})?(?!\\p{L})`,
  '\\d{4}年\\d{1,2}月(?:\\d{1,2}[日号])?',
  '(?<!\\d)\\d{1,2}月\\d{1,2}[日号]',
  '(?<!\\d)(?:19|20)\\d{2}-\\d{2}-\\d{2}(?!\\d)',
]
const anyDate = new RegExp(patterns.map((pattern) => `(?<!\\d)(?:${pattern})`).join('|'), 'gu')

/** Dates as they are written in a text, day and month at least or month and year, in order, also repeated. */
export function findDates(text: string): string[] {
  return text.match(anyDate) ?? []
}
