/** Groups and digits are bounded: of "111 111 111 …" no place may be read to its end again and again. */
const number =
  '\\d{1,3}(?:[,.\\s\\u202f]\\d{3}){1,6}(?![\\d])(?:\\.\\d{1,9})?|\\d{1,15}(?:[.,]\\d{1,9})?(?![\\d])'
const scale =
  '(?:\\s?(?:thousand|million|billion|trillion|bn|m|Millionen|Milliarden|Mio\\.|Mrd\\.|millions?|milliards?|millones)(?!\\p{L}))?'
const currency = '(?:US|A|C|HK|NZ)?[$£€¥₹]'
/** What is counted: units and things that news counts. A number of anything else is not told apart from a chance one. */
const units = `percent|per cent|percentage points|%|‰|Prozent|pour cent|por ciento
  dollars?|euros?|pounds|yen|yuan|rupees|francs?|crowns|kronor|kroner|pesos|rubles|roubles|zlotys?|rand|won|Euro|Dollar|Franken
  people|passengers|residents|students|workers|employees|jobs|homes|households|houses|patients|voters|votes|soldiers|officers|members|companies|schools|deaths|injuries|cases|points|goals|seats|tickets|vehicles|cars|ships|flights|trees|copies|users|customers
  Menschen|Personen|Einwohner|Arbeitsplätze|Beschäftigte|Mitarbeiter|Haushalte|Wohnungen|personnes|habitants|emplois|personas|habitantes|empleos
  (?:square |cubic )?(?:centi|milli|kilo)?met(?:er|re)s?|(?:square )?(?:kilomet(?:er|re)s?|miles?)|feet|km²|m²|km/h|km|mph|kg|kilograms?|tonnes?|tons?|Tonnen|Kilometer|Meter|lit(?:er|re)s?
  (?:tera|giga|mega|kilo)watt[ -]?hours?|[TGMk]Wh|(?:giga|mega|kilo)watts?|MW|GW|kW|acres|hectares?|Hektar|degrees (?:Celsius|Fahrenheit)|degrees|°C|°F|Grad|barrels`
  .split(/[|\n]\s*(?![^()]*\))/)
  .map((unit) => unit.trim())
  .sort((a, b) => b.length - a.length)
  .join('|')
const spans = 'second|minute|hour|day|night|week|month|quarter|year|decade|person|head|kilometre|mile|tonne'
/** "an hour" belongs to a speed, and without it the figure says something else; "a day later" does not. */
const rate = `(?:/(?:h|s|day|year|kg|km)(?!\\p{L})|[ -](?:an?|per|each|every) (?:${spans})(?!\\p{L})(?! (?:later|earlier|before|after|ago|old))| per \\p{L}{1,20}| pro \\p{L}{1,20}| im (?:Jahr|Monat)| par (?:an|mois|jour|heure)| al (?:año|mes|día))?`
/** Nothing that makes another unit of it: "megawatt" alone of "megawatt hours". */
const unitEnd = '(?![\\p{L}])(?![ -]hours?(?!\\p{L}))'
const chineseCurrencies =
  '美元|欧元|英镑|日元|人民币|克朗|卢布|法郎|瑞郎|卢比|比索|韩元|韩圆|港元|港币|澳元|加元|新元|里拉|泰铢|兰特|雷亚尔|第纳尔|台币|元|円'
const chineseMeasures =
  '百分点|平方公里|平方千米|平方米|立方米|千瓦时|兆瓦时|吉瓦时|千瓦|兆瓦|吉瓦|(?:公里|千米|キロ)(?:/小时|每小时|/时)?|米(?:/秒|每秒)?|万吨|千克|公斤|吨|トン|公顷|亩'
const chineseThings = '人次|万人|亿人|百万|人|名|家|户|辆|架|艘|所|座|项|次|倍'
const chineseUnits = `(?:多|余)?(?:个)?(?:${chineseCurrencies}|${chineseMeasures}|${chineseThings})`
/** "千" is a thousand before "克朗" and part of "千克" otherwise. */
const chineseScale = '(?:百万|千万|万|亿|千(?!克(?!朗)|瓦|米)|百|億)?'
const patterns = [
  `${currency}\\s?(?:${number})${scale}${rate}`,
  `(?:${number})${scale}\\s?(?:€|£|%|‰|°C)(?!\\p{L})${rate}`,
  `(?:${number})${scale}[\\s-](?:${units})${unitEnd}${rate}`,
  `(?:百分之[一二三四五六七八九十百点零]{1,9}|\\d{1,15}(?:[.,]\\d{1,9}){0,5}${chineseScale}(?:%|％|${chineseUnits})(?!月|代))`,
]
const anyFigure = new RegExp(patterns.map((pattern) => `(?<![\\p{L}\\d.,$£€])(?:${pattern})`).join('|'), 'gu')
const chineseFigure = new RegExp(`(?<![\\d.,])(?:${patterns[3]})`, 'gu')

/**
 * Figures with their whole units as they are written in a text, in order, also repeated. Spans of time are left out:
 * most of them are ages and recollections.
 */
export function findFigures(text: string): string[] {
  const figures = text.match(/[\p{Script=Han}]{10}/u.test(text) ? chineseFigure : anyFigure) ?? []
  return figures.filter((figure) => !/^(?:19|20)\d{2}年/.test(figure))
}
