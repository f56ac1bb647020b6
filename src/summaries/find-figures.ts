const number = '\\d{1,3}(?:[,.\\s\\u202f]\\d{3})+(?![\\d])(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?'
const scale =
  '(?:\\s?(?:thousand|million|billion|trillion|bn|m|Millionen|Milliarden|Mio\\.|Mrd\\.|millions?|milliards?|millones)(?!\\p{L}))?'
const currency = '(?:US|A|C|HK|NZ)?[$£€¥₹]'
/** What is counted: units and things that news counts. A number of anything else is not told apart from a chance one. */
const units = `percent|per cent|percentage points|%|‰|Prozent|pour cent|por ciento
  dollars?|euros?|pounds|yen|yuan|rupees|francs?|crowns|kronor|kroner|pesos|rubles|roubles|zlotys?|rand|won|Euro|Dollar|Franken
  people|passengers|residents|students|workers|employees|jobs|homes|households|houses|patients|voters|votes|soldiers|officers|members|companies|schools|deaths|injuries|cases|points|goals|seats|tickets|vehicles|cars|ships|flights|trees|copies|users|customers
  Menschen|Personen|Einwohner|Arbeitsplätze|Beschäftigte|Mitarbeiter|Haushalte|Wohnungen|personnes|habitants|emplois|personas|habitantes|empleos
  kilometers?|kilometres?|meters?|metres?|miles?|feet|km|km/h|mph|kg|tonnes?|tons?|Tonnen|Kilometer|Meter|liters?|litres?|gigawatts?|megawatts?|MW|GW|kWh|acres|hectares?|Hektar|degrees|°C|°F|Grad|barrels`
  .split(/[|\n]\s*/)
  .map((unit) => unit.trim())
  .sort((a, b) => b.length - a.length)
  .join('|')
const chineseUnits =
  '(?:多|余)?(?:个)?(?:百分点|平方公里|平方米|千瓦时|千瓦|公里|万吨|千克|公斤|美元|欧元|英镑|日元|人民币|公顷|人次|万人|亿人|亿元|万元|百万|吨|米|元|人|名|家|户|辆|架|艘|所|座|项|次|倍|円|万円|億円|キロ|トン)'
const patterns = [
  `${currency}\\s?(?:${number})${scale}`,
  `(?:${number})${scale}\\s?(?:€|£|%|‰|°C)(?!\\p{L})`,
  `(?:${number})${scale}[\\s-](?:${units})(?![\\p{L}])`,
  `(?:百分之[一二三四五六七八九十百点零]+|\\d+(?:[.,]\\d+)*(?:万|亿|千|百|億)?(?:%|％|${chineseUnits})(?!月|代))`,
]
const anyFigure = new RegExp(patterns.map((pattern) => `(?<![\\p{L}\\d.,$£€])(?:${pattern})`).join('|'), 'gu')
const chineseFigure = new RegExp(patterns[3] ?? '', 'gu')

/**
 * Figures with their units as they are written in a text, in order, also repeated. Spans of time are left out: most of
 * them are ages and recollections.
 */
export function findFigures(text: string): string[] {
  const figures = text.match(/[\p{Script=Han}]{10}/u.test(text) ? chineseFigure : anyFigure) ?? []
  return figures.filter((figure) => !/^(?:19|20)\d{2}年/.test(figure))
}
