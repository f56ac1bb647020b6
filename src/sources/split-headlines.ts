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
/** Fewer words left of the tags are a column's name ("Thinker | …"), not a headline. */
const minTitleWords = 4
const minPieceWords = 3
/** Fifty headlines and more; looking for borders in a longer line would take quadratic time. */
const maxGluedLength = 10_000

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
  return characters > 0
    ? text.length <= maxTagHan
    : text.length <= maxTagLength && countWords(text) <= maxTagWords
}

/** Where the tags at the end of a headline begin, or its length when it has none. */
function tagsStart(headline: string): number {
  if (headline.length > maxGluedLength) return headline.length
  const bars = [...headline.matchAll(pipe)]
  let end = headline.length
  for (const bar of bars.reverse()) {
    const title = headline.slice(0, bar.index)
    if (!isTag(headline.slice(bar.index + bar[0].length, end)) || countWords(title) < minTitleWords) break
    end = bar.index
  }
  return end
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
  const repeats = isTag(tag) && sentence.toLowerCase().includes(tag.trim().toLowerCase())
  return repeats && countWords(sentence) >= minTitleWords ? sentence.trim() : title
}

/** Names with a capital inside, which would look like the border between two headlines. */
const innerCapitals =
  'AliPay AlphaFold AlphaGo AlphaZero AppStore AstraZeneca BeiDou BioNTech BlackBerry BlackRock BuzzFeed ByteDance CapCut CarPlay ChatGPT CloudFlare CoinDesk CrowdStrike DeepMind DeepSeek DiDi DoorDash DreamWorks DropBox DuckDuckGo FaceTime FedEx FinTech FoxConn GitHub GitLab GlaxoSmithKline GoDaddy GoPro HarmonyOS HoloLens HuggingFace HyperOS InfoQ JavaScript LaTeX LinkedIn LiDAR MacBook MasterCard MediaTek MegaETH MetaMask MiniMax MySpace MySQL NeurIPS NetEase NextEra NordVPN OceanGate OnePlus OpenAI OpenHarmony PayPal PetroChina PhD PlayStation PostgreSQL PowerPoint PricewaterhouseCoopers PubMed QuickTime RedNote SenseTime SinoPec SinoVac SkyTeam SmartNews SnapChat SoftBank SoundCloud SpaceX StackOverflow StarCraft StarLink SurveyMonkey TechCrunch TenCent TikTok TripAdvisor TypeScript UnionPay VietJet VMware WeChat WeCom WeWork WhatsApp WikiLeaks WordPress WuXi XiaoMi YouGov YouTube ZhongAn'.split(
    ' ',
  )
/** The list; Scottish and Irish surnames; one or two small letters in front (iPhone, eBay, mRNA, kWh). */
const nameWithInnerCapital = new RegExp(
  `(?:${innerCapitals.join('|')})|(?<!\\p{L})(?:Mc|Mac|Fitz|De|Di|Le|La|Van)\\p{Lu}\\p{Ll}+|(?<!\\p{L})\\p{Ll}{1,2}\\p{Lu}\\p{L}*?(?=\\p{Lu}\\p{Ll}|[^\\p{L}]|$)`,
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

function latinBorders(line: string, isWord: (word: string) => boolean): Border[] {
  const names = [...line.matchAll(nameWithInnerCapital)].map(
    (name) => [name.index, name.index + name[0].length] as const,
  )
  const borders: Border[] = []
  let start = 0
  for (const match of line.matchAll(/(?<=[\p{Ll}\p{N}\p{Lu})\]”’"?!])(?=["“‘]?\p{Lu})/gu)) {
    const at = match.index
    if (names.some(([from, to]) => from < at && at < to) || isWord(wordAround(line, at))) continue
    const afterTag = isTag(tagBefore(line, start, at))
    const endsName = afterTag && names.some(([, to]) => to === at)
    const rest = /^[^|｜]*/.exec(line.slice(at))?.[0] ?? ''
    if (countWords(rest) < minPieceWords || !(endsName || isPlausible(line, start, at, afterTag))) continue
    borders.push({ at, afterTag })
    start = at
  }
  return borders
}

/** After a tag nearly any meeting counts; elsewhere only a whole word's small letter and a word's capital. */
function isPlausible(line: string, start: number, at: number, afterTag: boolean): boolean {
  const before = line.slice(start, at)
  const after = line.slice(at)
  if (/\p{Lu}$/u.test(before))
    return afterTag && /(?<!\p{L})\p{Lu}{2,}$/u.test(before) && /^\p{Lu}(\p{Ll}|\s)/u.test(after)
  if (afterTag) return !/\p{N}$/u.test(before) || /\p{N}{2,}$/u.test(before)
  const meet = /(?:\p{L}*\p{Ll}{2,}|[?!])$/u.test(before) && /^["“‘]?\p{Lu}(?:\p{Ll}|\s)/u.test(after)
  return meet && countWords(before.replace(/.*[|｜]/, '')) >= minPieceWords
}

function wordAround(line: string, at: number): string {
  const before = /\p{L}*$/u.exec(line.slice(0, at))?.[0] ?? ''
  const after = /^\p{L}*/u.exec(line.slice(at))?.[0] ?? ''
  return before + after
}

/** The text between the last bar and `at`; empty when no bar stands after `start`. */
function tagBefore(line: string, start: number, at: number): string {
  const bar = Math.max(line.lastIndexOf('|', at - 1), line.lastIndexOf('｜', at - 1))
  return bar >= start ? line.slice(bar + 1, at) : ''
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
