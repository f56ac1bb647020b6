/**
 * Headlines as scraped news pages print them: `What happened | tag | tag`, sometimes one after another without a
 * space. Pure rules on one line; the page around it is read by `parse-scraped-text.ts`.
 */

const pipe = /\s*[|｜]\s*/g
const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
/** Keywords are names and noun phrases; what is longer is a headline after a column's name. */
const maxTagWords = 5
const maxTagLength = 45
const maxTagHan = 8
const maxNameWords = 9
/** Fewer words left of the tags are a column's name ("Thinker | …"), not a headline. */
const minTitleWords = 4
const minPieceWords = 3
/** Fifty headlines and more; looking for borders in a longer line would take quadratic time. */
const maxGluedLength = 10_000
/** No headline is longer and none has more tags; so only this much around a place decides about it. */
const maxReach = 1000
const maxTags = 20

/** Words, where two characters of Chinese, Japanese or Korean count as one. */
export function countWords(text: string): number {
  const characters = text.match(han)?.length ?? 0
  const words = text.replace(han, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0
  return words + Math.ceil(characters / 2)
}

function isTag(segment: string): boolean {
  const text = segment.trim()
  if (!/\p{L}|\p{N}/u.test(text) || /[?!;:。？！；：，]|[.,]$|, /.test(text)) return false
  const characters = text.match(han)?.length ?? 0
  if (characters > 0) return text.length <= maxTagHan
  return isName(text) || (text.length <= maxTagLength && countWords(text) <= maxTagWords)
}

/** `Standing Committee of the National People's Congress`: longer than other tags, but all capitals. */
function isName(text: string): boolean {
  const words = text.split(/\s+/)
  const small = words.filter((word) => !/^["“(]?[\p{Lu}\p{N}]/u.test(word))
  return words.length <= maxNameWords && small.every((word) => /^(?:of|the|and|for|in|on|with|&)$/.test(word))
}

/** Where the tags at the end of a headline begin, or its length when it has none. */
function tagsStart(headline: string): number {
  if (headline.length > maxGluedLength) return headline.length
  const bars = [...headline.matchAll(pipe)]
  let end = headline.length
  for (const bar of bars.slice(-maxTags).reverse()) {
    const title = headline.slice(0, bar.index)
    const tag = headline.slice(bar.index + bar[0].length, end)
    if (tag !== '' && !isTag(tag)) break
    // A short title has its tags as well; that they repeat its words tells it from a column's name.
    const least = tag === '' || repeatsWords(tag, title.slice(-maxReach)) ? 2 : minTitleWords
    if (countWords(title) < least) break
    end = bar.index
  }
  return end
}

/** Whether all words of a tag are words of the headline, in any order and form: `train was late` and `Late trains`. */
function repeatsWords(tag: string, headline: string): boolean {
  const stems = (text: string) =>
    (text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((word) =>
      word.slice(0, Math.max(4, word.length - 3)),
    )
  const known = new Set(stems(headline))
  const words = stems(tag)
  return words.length > 0 && words.every((word) => known.has(word))
}

/** How many tags stand at the end of a headline. */
export function countTags(headline: string): number {
  return headline.slice(tagsStart(headline)).match(/[|｜]/g)?.length ?? 0
}

/**
 * The headline without the tags at its end. `Thinker | Sun: How to answer …` is a column with its title and stays.
 * @example stripTags('New line opens to the port | metro | port') // 'New line opens to the port'
 */
export function stripTags(headline: string): string {
  const start = tagsStart(headline)
  const title = headline.slice(0, start).trim()
  if (start === headline.length) return title
  // The first tag can follow the headline's full stop without a bar. It is one when it repeats the headline's words.
  const last = /^(.*[.?!。？！])\s*([\p{Lu}\p{Script=Han}][^.?!。？！]*)$/u.exec(title)
  const [, sentence = '', tag = ''] = last ?? []
  const repeats =
    isTag(tag) && (sentence.toLowerCase().includes(tag.trim().toLowerCase()) || repeatsWords(tag, sentence))
  return repeats && countWords(sentence) >= minTitleWords ? sentence.trim() : title
}

/** Names with a capital inside, which would look like the border between two headlines. */
const innerCapitals =
  'AliPay AlphaFold AlphaGo AlphaZero AppStore AstraZeneca AutoNavi BeiDou BioNTech BlackBerry BlackRock BuzzFeed ByteDance CanSino CapCut CarPlay ChatGPT CloudFlare CoinDesk CrowdStrike DeepMind DeepSeek DiDi DoorDash DouYin DreamWorks DropBox DuckDuckGo EcoFlow FaceTime FamilyMart FedEx FinTech FoxConn GeForce GitHub GitLab GlaxoSmithKline GoDaddy GoPro HarmonyOS HiPhi HiSilicon HoloLens HuggingFace HyperOS InfoQ JavaScript KuaiShou LaTeX LeEco LinkedIn LiDAR MacBook MasterCard MediaTek MegaETH MeiTuan MetaMask MiniMax MiniSo MySpace MySQL NeurIPS NetEase NextEra NordVPN OceanGate OnePlus OpenAI OpenHarmony PayPal PetroChina PhD PingAn PlayStation PopMart PostgreSQL PowerPoint PricewaterhouseCoopers PubMed QuickTime RedNote RoboTaxi SenseTime SinoPec SinoVac SkyTeam SmartNews SnapChat SoftBank SoundCloud SpaceX StackOverflow StarBucks StarCraft StarLink SurveyMonkey TaoBao TechCrunch TenCent TikTok TripAdvisor TypeScript UnionPay VeriSilicon VietJet VMware WeBank WeChat WeCom WeRide WeWork WhatsApp WikiLeaks WordPress WuXi XiaoMi YouGov YouTube ZhiPu ZhongAn'.split(
    ' ',
  )
/** Names that begin small: the one way in which a headline after another can begin with a small letter. */
const smallFirst =
  '(?:iPhone|iPad|iPod|iMac|iCloud|iOS|iQIYI|iFLYTEK|iFlytek|eBay|eSports|eCommerce|eVTOL|eSIM|mRNA|xAI)(?!\\p{Ll})'
/** The lists; Scottish and Irish surnames; one or two small letters in front (kWh, pH); systems (macOS). */
const nameWithInnerCapital = new RegExp(
  `(?:${innerCapitals.join('|')})|${smallFirst}|(?<!\\p{L})(?:Mc|Mac|Fitz|De|Di|Le|La|Van)\\p{Lu}\\p{Ll}+|(?<![\\p{L}'’])\\p{Ll}{1,2}\\p{Lu}\\p{L}*?(?=\\p{Lu}\\p{Ll}|[^\\p{L}]|$)|(?:mac|watch|tv|vision)OS`,
  'gu',
)

interface Border {
  at: number
  /** The text before it, back to the bar, is a tag: the one place where a headline is bound to end. */
  afterTag: boolean
}

/**
 * The headlines of a line into which several were glued, each with its tags; null for any other line. A border is
 * where a small letter meets a capital without a space, right after a tag or between two long enough pieces; in
 * Chinese, where a tag that repeats a word of its headline goes on. `isWord` tells words the page also uses alone,
 * such as names that the built-in list lacks.
 */
export function splitGlued(line: string, isWord: (word: string) => boolean = () => false): string[] | null {
  if (line.length > maxGluedLength) return null
  const borders = [...latinBorders(line, isWord), ...hanBorders(line)].sort((a, b) => a.at - b.at)
  if (borders.length === 0 || !isGlued(line, borders)) return null
  const starts = [0, ...borders.map(({ at }) => at)]
  return starts.map((start, i) => line.slice(start, starts[i + 1]).trim())
}

/** One capital inside a word can be a slip; tags around it, or several of them, are a list of headlines. */
function isGlued(line: string, borders: readonly Border[]): boolean {
  if (borders.some(({ afterTag }) => afterTag)) return true
  const isSentence = /[.。;；…]$/.test(line)
  return !isSentence && !/[.。]\s/.test(line) && (borders.length > 1 || countTags(line) > 0)
}

/** Where a text without a space between could end and another begin: `small|Capital`, `2019|Why`, `end"|"Begin`. */
const meeting = new RegExp(
  `(?<=[\\p{L}\\p{N}%+)\\]）】》”’"?!？！])(?=["“‘【]?\\p{Lu}|${smallFirst})|(?<=[\\p{L}%+)\\]”"?!])(?=["“]?\\p{N})`,
  'gu',
)

function latinBorders(line: string, isWord: (word: string) => boolean): Border[] {
  const names = [...line.matchAll(nameWithInnerCapital)]
  const nameEnds = new Set(names.map((name) => name.index + name[0].length))
  const insideNames = new Set(
    names.flatMap((name) => [...name[0]].slice(1).map((_, i) => name.index + i + 1)),
  )
  const borders: Border[] = []
  let start = 0
  for (const match of line.matchAll(meeting)) {
    const at = match.index
    if (insideNames.has(at)) continue
    const before = line.slice(Math.max(start, at - maxReach), at)
    const after = line.slice(at, at + maxReach)
    const isInWord = /\p{L}$/u.test(before) && isWord(wordAround(before, after))
    if (isInWord || isInsideQuote(before, after) || !beginsHeadline(after)) continue
    const tag = tagAtEnd(before)
    const afterTag = isTag(tag)
    const isSure = afterTag && (nameEnds.has(at) || repeatsHeadline(tag, before))
    if (!isSure && !(afterTag ? isPlausibleAfterTag(before, after) : isPlausible(before, after))) continue
    borders.push({ at, afterTag })
    start = at
  }
  return borders
}

/** A straight quotation mark looks the same on both sides: the second one of a headline closes, and stays with it. */
function isInsideQuote(before: string, after: string): boolean {
  const isOpen = (before.match(/"/g)?.length ?? 0) % 2 === 1
  return isOpen && (after.startsWith('"') || before.endsWith('"'))
}

/** Enough words up to the next bar, or a column's name: `Thinker | Sun: How to answer …`. */
function beginsHeadline(text: string): boolean {
  const [first = '', second = ''] = text.split(/[|｜]/, 2)
  if (countWords(first) >= minPieceWords) return true
  const untilMeeting = second.split(/(?<=\p{Ll}|\p{N})(?=\p{Lu})/u, 1)[0] ?? ''
  return /^["“【]?\p{Lu}\p{Ll}/u.test(first) && countWords(untilMeeting) >= minPieceWords && !isTag(second)
}

/** The sites choose tags from the words of the headline; one that does so is whole. */
function repeatsHeadline(tag: string, before: string): boolean {
  const words = tag.trim().toLowerCase()
  const headline = before.slice(0, before.search(/[|｜]/)).toLowerCase()
  const found = words.length > 1 ? headline.indexOf(words) : -1
  const around = `${headline[found - 1] ?? ' '}${headline[found + words.length] ?? ' '}`
  return found >= 0 && !/[\p{L}\p{N}]/u.test(around)
}

const wholeAcronym = /(?<![\p{L}\p{N}])\p{Lu}{2,}$/u
const wholeNumber = /(?:^|[\s|｜])[\d.,:]*\d$/u
/** `20Mbps`, `5G`, `3D` are not where a headline begins. */
const capitalWord = /^["“‘【]?(?!(?:[GKMT]?(?:bps|Hz|Wh|Pa)|Kg|Km|Mb|Gb|Tb)\b)\p{Lu}\p{Ll}/u

/** After a tag nearly any meeting counts. */
function isPlausibleAfterTag(before: string, after: string): boolean {
  if (/^\p{Ll}/u.test(after)) return true
  if (/^["“]?\p{N}/u.test(after)) return !/(?:\p{Lu}|(?<!\p{Ll})\p{Ll}{1,2})$/u.test(before)
  if (/\p{Lu}$/u.test(before))
    return wholeAcronym.test(before) && /^["“‘]?\p{Lu}(?:\p{Ll}(?!\p{Lu})|\s)/u.test(after)
  if (!/\p{N}$/u.test(before)) return true
  return /\p{N}{2,}$/u.test(before) || (wholeNumber.test(before) && capitalWord.test(after))
}

/** Elsewhere only where a whole word or number ends and a whole word begins, with enough of them on both sides. */
function isPlausible(before: string, after: string): boolean {
  if (countWords(before.replace(/.*[|｜]/, '')) < minPieceWords) return false
  const endsSmall = /(?<!\p{L})\p{Ll}{3,}$/u.test(before)
  if (/^["“]?\p{N}/u.test(after))
    return (endsSmall || /[%)"”?!]$/.test(before)) && /^["“]?[\d.,]+[\s%-]/.test(after)
  if (/^\p{Ll}/u.test(after)) return endsSmall || /[\d%)"”?!]$/.test(before)
  if (/^\p{Lu}{2,}(?!\p{Ll})/u.test(after)) return endsSmall || /[%)"”?!]$/.test(before)
  if (wholeNumber.test(before) || wholeAcronym.test(before)) return capitalWord.test(after)
  const ends = /(?:\p{Ll}{2,}|[?!？！%)\]）】》”"])$/u.test(before)
  return ends && /^["“‘【]?\p{Lu}(?:\p{Ll}|\s|[-'’]\p{L})/u.test(after)
}

function wordAround(before: string, after: string): string {
  return `${/\p{L}*$/u.exec(before.slice(-maxTagLength))?.[0] ?? ''}${/^\p{L}*/u.exec(after)?.[0] ?? ''}`
}

/** The text behind the last bar; empty when there is none. */
function tagAtEnd(text: string): string {
  const bar = Math.max(text.lastIndexOf('|'), text.lastIndexOf('｜'))
  return bar >= 0 ? text.slice(bar + 1) : ''
}

/** Chinese has neither capitals nor spaces; but the sites choose their tags from the words of the headline. */
function hanBorders(line: string): Border[] {
  const segments = [...line.matchAll(/[^|｜]+/g)].map((segment) => ({ text: segment[0], at: segment.index }))
  const borders: Border[] = []
  let headline = segments[0]?.text ?? ''
  for (const { text, at } of segments.slice(1)) {
    const body = text.trimStart()
    if (isTag(text) || !/^\p{Script=Han}/u.test(body) || countWords(headline) < minTitleWords) continue
    const tag = longestPrefixIn(body, headline)
    if (tag < 2 || countWords(body.slice(tag)) < minTitleWords) continue
    const border = at + (text.length - body.length) + tag
    borders.push({ at: border, afterTag: true })
    headline = line.slice(border, at + text.length)
  }
  return borders
}

function longestPrefixIn(text: string, headline: string): number {
  for (let length = Math.min(maxTagHan, text.length); length >= 2; length--)
    if (headline.includes(text.slice(0, length))) return length
  return 0
}
