/** What a robots.txt says (RFC 9309), per crawler. */
export interface RobotsFile {
  groups: RobotsGroup[]
  /** Addresses of sitemaps, as given; they are for everybody. */
  sitemaps: string[]
}

/** What holds for one crawler. */
export interface RobotsRules {
  rules: RobotsRule[]
  /** Not in the RFC and yet common: the pause between two requests. */
  crawlDelayMs: number | null
}

/** Rules and whom they are for. */
export interface RobotsGroup extends RobotsRules {
  /** Lower-case product tokens; `*` stands for everybody. */
  agents: string[]
}

export interface RobotsRule {
  allow: boolean
  /** The path pattern, percent-encoded in one way; `*` matches anything and a final `$` the end. */
  pattern: string
}

/** RFC 9309, section 2.5: at least so much has to be read. More would be work that a site gives to strangers. */
const maxLength = 500 * 1024
/** What Google's parser cuts lines to: eight times the longest address that browsers take. */
const maxLineLength = 2083 * 8
const maxLines = 50_000
const maxSitemaps = 100

/** Field names, also as they are often misspelt (google/robotstxt knows the same). */
const fieldNames: Readonly<Record<string, string>> = {
  'user-agent': 'agent',
  useragent: 'agent',
  'user agent': 'agent',
  allow: 'allow',
  disallow: 'disallow',
  dissallow: 'disallow',
  dissalow: 'disallow',
  disalow: 'disallow',
  diasllow: 'disallow',
  disallaw: 'disallow',
  'crawl-delay': 'delay',
  crawldelay: 'delay',
  sitemap: 'sitemap',
  'site-map': 'sitemap',
}

/** Reads a robots.txt. What cannot be understood, such as a web page in its place, forbids nothing. */
export function parseRobots(text: string): RobotsFile {
  const file: RobotsFile = { groups: [], sitemaps: [] }
  let group: RobotsGroup | undefined
  let namesAgents = false
  for (const line of text.slice(0, maxLength).split(/\r\n?|\n/, maxLines)) {
    const [field, value] = fieldIn(line)
    if (field === 'sitemap' && file.sitemaps.length < maxSitemaps) file.sitemaps.push(value)
    if (field === 'agent') {
      if (!group || !namesAgents) {
        group = { agents: [], rules: [], crawlDelayMs: null }
        file.groups.push(group)
      }
      group.agents.push(agentIn(value))
    }
    // A sitemap or an unknown line does not end the list of crawlers above it, a rule does.
    if (field !== undefined && field !== 'sitemap') namesAgents = field === 'agent'
    if (!group) continue
    if (field === 'allow') group.rules.push(...allowRules(value))
    if (field === 'disallow' && value !== '')
      group.rules.push({ allow: false, pattern: encodePattern(value) })
    if (field === 'delay') group.crawlDelayMs = delayIn(value) ?? group.crawlDelayMs
  }
  return file
}

/** What a file says to one crawler: all groups that name it, merged, else all groups for everybody. */
export function rulesFor(file: RobotsFile, agent: string): RobotsRules {
  const token = agent.toLowerCase()
  const naming = (name: string) => file.groups.filter(({ agents }) => agents.includes(name))
  const own = token === '' ? [] : naming(token)
  const groups = own.length > 0 ? own : naming('*')
  return {
    rules: groups.flatMap(({ rules }) => rules),
    crawlDelayMs: groups.find(({ crawlDelayMs }) => crawlDelayMs !== null)?.crawlDelayMs ?? null,
  }
}

/** More in one group are a mistake, or meant to keep readers busy. */
const maxRules = 5000
/** Of an address; no pattern says more. */
const maxPath = 500

/** Whether an address may be read: the longest matching pattern decides, and of equally long ones what allows. */
export function isAllowed({ rules }: Pick<RobotsRules, 'rules'>, url: string): boolean {
  const path = encodePath(url).slice(0, maxPath)
  let length = -1
  let allowed = true
  for (const { allow, pattern } of rules.slice(0, maxRules)) {
    const decides = pattern.length > length || (pattern.length === length && allow && !allowed)
    if (!decides || !matches(pattern, path)) continue
    length = pattern.length
    allowed = allow
  }
  return allowed
}

/** A field and its value. Where nothing but two words stand in a line the colon was forgotten. */
function fieldIn(line: string): [field: string | undefined, value: string] {
  const content = line
    .slice(0, maxLineLength)
    .replace(/#.*/, '')
    .replace(/^\ufeff/, '')
    .trim()
  const colon = content.indexOf(':')
  const [first = '', second = '', ...more] = content.split(/\s+/, 3)
  const name = colon >= 0 ? content.slice(0, colon).trim() : more.length === 0 ? first : ''
  const value = colon >= 0 ? content.slice(colon + 1).trim() : second
  return [fieldNames[name.toLowerCase()], value]
}

/** The product token; a version or comment behind it does not count. */
function agentIn(value: string): string {
  return /^\*(?=\s|$)/.test(value) ? '*' : (/^[a-z_-]+/i.exec(value)?.[0] ?? '').toLowerCase()
}

function delayIn(value: string): number | null {
  const seconds = /^\d{1,6}(\.\d{1,3})?/.exec(value)?.[0]
  return seconds === undefined ? null : Number(seconds) * 1000
}

/** Who allows a folder's index page means the folder as well, and Google reads it so. */
function allowRules(value: string): RobotsRule[] {
  if (value === '') return []
  const pattern = encodePattern(value)
  const folder = /^(.*\/)index\.html?$/.exec(pattern)?.[1]
  const rule = { allow: true, pattern }
  return folder === undefined ? [rule] : [rule, { allow: true, pattern: `${folder}$` }]
}

/** Path and query of an address. A `*` or `$` in them is itself. */
function encodePath(url: string): string {
  const { pathname, search } = URL.canParse(url) ? new URL(url) : { pathname: '/', search: '' }
  return encodeUniformly(pathname + search)
    .replaceAll('*', '%2A')
    .replaceAll('$', '%24')
}

function encodePattern(value: string): string {
  const end = value.endsWith('$') ? '$' : ''
  const path = end === '' ? value : value.slice(0, -1)
  return (
    encodeUniformly(path)
      .replace(/\*{2,}/g, '*')
      .replaceAll('$', '%24') + end
  )
}

/** One spelling for all of RFC 9309, section 2.2.2: letters as themselves, the rest of escapes in upper case. */
function encodeUniformly(path: string): string {
  return path
    .replace(/%[0-9a-f]{2}/gi, (escaped) => {
      const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      return /[\w.~-]/.test(character) ? character : escaped.toUpperCase()
    })
    .replace(/[^!-~]+|["<>`{}]+/g, (characters) =>
      Buffer.from(characters).toString('hex').toUpperCase().replace(/../g, '%$&'),
    )
}

/** Takes the first place for each piece between the stars; if that fails, no other choice fits either. */
function matches(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith('$')
  const [start = '', ...pieces] = (toEnd ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(start)) return false
  const last = toEnd ? pieces.pop() : undefined
  if (toEnd && last === undefined) return path === start
  let at = start.length
  for (const piece of pieces) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last))
}
