/** Names of a text and how often each is mentioned. */
export type Mentions = ReadonlyMap<string, number>

/** Capitalised in English without being names, or before and after names without belonging to them. */
const commonWords = new Set(
  `the a an this that these those it he she they we i you his her their its our my there here in on at for from with by but and
  or so if when while after before as since although however meanwhile also then now what who how why where to of no not
  one two three some many most all both each such more than under over during about according monday tuesday wednesday
  thursday friday saturday sunday january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tomorrow new first last next police officials experts
  mr mrs ms dr prof sir lady lord president minister prime chairman mayor senator governor judge king queen prince princess
  read more click photo image video news breaking exclusive advertisement share copyright by published updated please
  yes no ok est gmt bst pdt edt ceo tv uk us eu le la les el los las un une der die das`.split(/\s+/),
)
/** Languages that write names with capitals and other nouns without. German writes all nouns with them. */
const withNames = new Set([
  'en',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'no',
  'fi',
  'pl',
  'cs',
  'ro',
  'tr',
  'id',
])
const nameWord = "\\p{Lu}[\\p{L}'’-]*\\p{Ll}[\\p{L}'’-]*|\\p{Lu}{2,6}(?!\\p{L})"
const run = new RegExp(
  `(?<![\\p{L}\\d])(?:${nameWord})(?: (?:(?:of|de|del|van|von|der|da|di|bin|al|the) )?(?:${nameWord}))*`,
  'gu',
)

/** Whether names can be told from other words in this language. */
export function hasCapitalNames(language: string): boolean {
  return withNames.has(language)
}

/**
 * Names in a text of a language that writes only names with capitals: runs of such words, those at the beginning of a
 * sentence only when they occur elsewhere too. A last name counts for the full name that came before it.
 */
export function findCapitalNames(sentences: readonly string[]): Mentions {
  const inside = new Map<string, number>()
  const atStart: string[] = []
  for (const sentence of sentences)
    for (const { 0: found, index } of sentence.matchAll(run)) {
      const name = trimName(found)
      if (!name) continue
      // The first word of a sentence has a capital whatever it is.
      const isFirst =
        sentence
          .slice(0, index)
          .trim()
          .replace(/["'“‘(]/g, '') === '' || /[:.?!]["'”’)]? ?["'“‘]?$/.test(sentence.slice(0, index))
      if (isFirst && found.startsWith(name)) atStart.push(name)
      else inside.set(name, (inside.get(name) ?? 0) + 1)
    }
  for (const name of atStart) if (inside.has(name)) inside.set(name, (inside.get(name) ?? 0) + 1)
  return joinParts(inside)
}

/** "I’ve", "That’ll". */
const contraction = /^I['’]|['’](?:ve|ll|d|re|m|t)$/u
/** "Indian" before "NHS" belongs to the name only when the rest is none. */
const demonym = /^\p{Lu}\p{L}+(?:ian|ish|ese|ean|an)$/u

function trimName(found: string): string {
  const words = found.replace(/['’]s$/u, '').split(' ')
  if (words.some((word) => contraction.test(word))) return ''
  const isCommon = (word = '') =>
    commonWords.has(word.toLowerCase()) || /^(?:of|de|del|van|von|der|da|di|bin|al)$/.test(word)
  while (words.length > 0 && isCommon(words[0])) words.shift()
  while (words.length > 0 && isCommon(words.at(-1))) words.pop()
  const name = words.join(' ')
  return words.length <= 5 && name.length > 1 ? name : ''
}

/** "Quill" counts for "Ada Quill" when only one full name ends or begins with it. */
function joinParts(names: Map<string, number>): Mentions {
  const joined = new Map(names)
  for (const [name, count] of names) {
    const [first = '', ...rest] = name.split(' ')
    const bare = rest.join(' ')
    if (!demonym.test(first) || !joined.has(bare)) continue
    joined.set(bare, (joined.get(bare) ?? 0) + count)
    joined.delete(name)
  }
  for (const [part, count] of names) {
    if (part.includes(' ')) continue
    const wholes = [...names.keys()].filter(
      (name) => name.endsWith(` ${part}`) || name.startsWith(`${part} `),
    )
    const [whole] = wholes
    if (whole === undefined || wholes.length > 1) continue
    joined.set(whole, (joined.get(whole) ?? 0) + count)
    joined.delete(part)
  }
  return joined
}

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const speaks = '(?:表示|指出|认为|强调|介绍|介绍说|说|称|告诉|宣布|透露|坦言)'
const offices =
  '(?:主席|总统|总理|部长|省长|市长|书记|校长|院长|董事长|总经理|局长|教授|主任|发言人|研究员|总裁)'
const chinesePerson = new RegExp(
  `(?:(?<=${offices})[${surnames}]\\p{Script=Han}{1,2}(?=${speaks}|在|于|、|，))|(?<![\\p{Script=Han}])[${surnames}]\\p{Script=Han}{1,2}(?=${speaks})`,
  'gu',
)
const organisation =
  /(?<=^|[，。、；：“”（）\s在由与和及向对])[\p{Script=Han}]{2,8}(?:大学|学院|公司|集团|银行|委员会|研究院|研究所|医院|法院|博物馆)/gu

/** People and institutions in a Chinese text: a surname before a verb of speech or after an office; names by their ends. */
export function findChineseNames(sentences: readonly string[]): Mentions {
  const found = new Map<string, number>()
  for (const sentence of sentences)
    for (const name of [...(sentence.match(chinesePerson) ?? []), ...(sentence.match(organisation) ?? [])])
      found.set(name, (found.get(name) ?? 0) + 1)
  return found
}
