/** What an answer has to hold. */
export type AnswerKind = 'number' | 'price' | 'time' | 'person' | 'place' | 'reason' | 'meaning' | 'any'

interface Rule {
  kind: AnswerKind
  /** What a question of this kind has in it, in English and Chinese. */
  asked: RegExp
  /** What a sentence that answers it has in it. */
  found: RegExp
}

const numberWords =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety'
const measures =
  'hundred|thousand|million|billion|percent|per cent|seconds?|minutes?|hours?|days?|weeks?|months?|years?|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|tons?|tonnes?|degrees?'
const currencies =
  'dollars?|euros?|pounds?|yen|yuan|renminbi|crowns?|kron(?:a|or|er?)|francs?|roubles?|rubles?|rupees?|pesos?|reais|rand|lira|won|cents?|pence|usd|eur|gbp|chf|cny|free'
const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday'

/** The first that fits a question counts: "what year" is a time although it begins with "what". */
const rules: Rule[] = [
  {
    kind: 'time',
    asked:
      /\b(?:when|(?:what|which|in what|in which) (?:year|date|day|month|century|decade|time))\b|什么时候|什麼時候|何时|何時|何年|哪一?年|哪年|哪一?天|几年|幾年|哪[个個](?:月|朝代|世纪|世紀)|时间|時間/i,
    found: new RegExp(
      `(?<!\\d)(?:1\\d|20)\\d\\d(?!\\d)|\\b(?:${months}|centur(?:y|ies)|decades?|years?|days?|weeks?|months?|tomorrow|yesterday|bc|ad)\\b|\\d+\\s*[年月日]|世纪|世紀|朝`,
      'i',
    ),
  },
  {
    kind: 'price',
    asked:
      /\bhow (?:much|expensive)\b.*\b(?:costs?|pay|paid|charged?|worth|prices?|fares?|tickets?)\b|\bwhat (?:does|do|did|will|would) .+ cost\b|\bhow expensive\b|\bwhat (?:is|was|are|were) the (?:prices?|fares?|costs?|fees?)\b|多少[钱錢]|[价價]格|票[价價]|[费費]用/i,
    found: new RegExp(
      `[$€£¥₹]|\\b(?:${currencies})\\b|\\d\\s*[万萬亿億]?(?:元|块|塊|美元|欧元|歐元|日元)|免[费費]`,
      'i',
    ),
  },
  {
    kind: 'number',
    asked:
      /\bhow (?:many|much|long|far|old|high|tall|big|large|often)\b|\bwhat is the (?:number|amount)\b|多少|幾|几[个個名位年月日次种種岁歲人家所座条條项項届屆支]/i,
    found: new RegExp(
      `\\d|\\b(?:${numberWords}|${measures}|half|third|quarter|dozens?|hundreds|thousands|millions|billions)\\b|[一二三四五六七八九十百千万萬亿億两兩]`,
      'i',
    ),
  },
  {
    kind: 'person',
    asked: /\b(?:who|whom|whose)\b|谁|誰|何人|哪位|什么人|什麼人/i,
    found:
      /\b\p{Lu}\p{Ll}+(?:\s+(?:\p{Lu}\.|of|de|van|von))*\s+\p{Lu}\p{Ll}+|[\p{Script=Han}]·|先生|女士|教授|总统|總統|主席|导演|導演|作家|将军|將軍|皇帝/u,
  },
  {
    kind: 'place',
    asked:
      /\b(?:where|(?:what|which) (?:city|country|state|place|town|location|region))\b|哪里|哪裡|哪裏|何处|何處|在哪|什么地方|什麼地方|哪[个個]?(?:国|國|城|省|市|地|洲|州)/i,
    found: /\b(?:in|at|near|from|to|of)\s+(?:the\s+)?\p{Lu}|[省市县縣区區国國州洲镇鎮村岛島山河]/u,
  },
  {
    kind: 'meaning',
    asked:
      /\bwhat (?:does|do|did) .+ mean\b|\bwhat is meant by\b|\bdefin(?:e|ition)\b|是什么意思|是什麼意思|什么叫|什麼叫|指的是什么/i,
    found:
      /\bmeans?\b|\brefers? to\b|\bis defined\b|\bstands? for\b|\bin other words\b|是指|指的是|意味着|意味著|即/i,
  },
  {
    kind: 'reason',
    asked: /\bwhy\b|\bwhat (?:caused|is the reason)\b|为什么|為什麼|为何|為何|原因/i,
    found:
      /\b(?:because|due to|so that|in order to|reasons?|as a result|caused?|causes|therefore|owing to)\b|因为|因為|由于|由於|因此|所以|为了|為了|原因/i,
  },
]

/** A longer sentence is none; patterns look at its beginning. UTF-16 units. */
const longestRead = 1000

/** What kind of answer a question asks for, as far as its words tell. */
export function kindOf(question: string): AnswerKind {
  return rules.find(({ asked }) => asked.test(question))?.kind ?? 'any'
}

/** Whether a sentence holds something that could be an answer of the kind; what the question names itself is none. */
export function mayAnswer(kind: AnswerKind, sentence: string, question = ''): boolean {
  const rule = rules.find((each) => each.kind === kind)
  if (!rule) return true
  const names = kind === 'person' ? namesIn(question) : []
  const rest = names.reduce((text, name) => text.replaceAll(name, ' '), sentence)
  return rule.found.test(rest.slice(0, longestRead))
}

/** Words that are written with a capital although they do not begin the question. */
export function namesIn(question: string): string[] {
  return [...question.matchAll(/(?<=\S\s+(?:["“‘(]?))\p{Lu}[\p{L}\p{N}’'-]+/gu)].map(([name]) =>
    name.replace(/['’]s$/, ''),
  )
}

/** What is counted: "How many members …" asks for members; undefined for other questions. */
export function countedIn(question: string): string | undefined {
  return /\bhow many (?:more |other |different )?([\p{L}-]+)/iu.exec(question)?.[1]
}

const listing =
  /^(?:please )?(?:list|name|enumerate|give me (?:all|the|a list)|show me (?:all|a list)|which (?:[\w-]+ )?(?:\w+s)\b|what are)\b|列出|列举|列舉|有哪些|哪几|哪幾/i

/** Whether a question asks for several things: "list the ferries", "which plans …". */
export function asksForList(question: string): boolean {
  return listing.test(question.trim())
}

const newest = /\b(?:latest|newest|most recent(?:ly)?|last news)\b|最新|最近/gi

/** A question for what is new ("the latest on the bridge") without the words that say so; undefined for others. */
export function askedForNewest(question: string): string | undefined {
  const rest = question.replace(newest, ' ')
  return rest === question ? undefined : rest
}

const name = "\\p{Lu}[\\p{L}\\p{N}’'-]+"
/** What the answer itself looks like, where its words tell. */
const answers: Partial<Record<AnswerKind, RegExp>> = {
  time: new RegExp(
    `(?:\\b\\d{1,2}(?:st|nd|rd|th)? )?\\b(?:${months})\\b(?: \\d{1,2}\\b)?(?:,? \\d{4})?|(?<!\\d)(?:1\\d|20)\\d\\d(?!\\d)(?:年(?:\\d{1,2}月(?:\\d{1,2}日)?)?)?`,
    'giu',
  ),
  // Not the day of a date; with what is counted, where that is a measure.
  number: new RegExp(
    `(?:(?<![\\d.,])\\d(?:[\\d.,]{0,30}\\d)?|\\b(?:one(?= (?:${measures})\\b)|${numberWords.slice(4)})\\b)(?![\\d.,]{0,30}\\d| (?:${months})|[月日年号號、])(?:[ -](?:${measures})\\b|\\s?%)*`,
    'gi',
  ),
  person: new RegExp(`${name}(?: (?:\\p{Lu}\\.|of|de|van|von))*(?: ${name})+`, 'gu'),
  place: new RegExp(`(?<=\\b(?:in|at|near|from|to) (?:the )?)${name}(?: ${name})*`, 'gu'),
}

/** The stretches of a sentence that look like the answer and are not in the question: what to show in bold. */
export function answerSpans(question: string, sentence: string): { start: number; end: number }[] {
  const kind = kindOf(question)
  const pattern = answers[kind === 'price' ? 'number' : kind]
  const asked = question.toLowerCase()
  return (
    [...sentence.slice(0, longestRead).matchAll(pattern ?? /$^/g)]
      .filter(([found]) => !asked.includes(found.toLowerCase()))
      // The mark of a list: "2. Ferries".
      .filter(({ 0: found, index }) => index > 0 || !/^[.)]\s/.test(sentence.slice(found.length)))
      .map(({ 0: found, index }) => ({ start: index, end: index + found.length }))
  )
}
