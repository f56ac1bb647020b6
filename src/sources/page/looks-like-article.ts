import type { FoundArticle } from '../text/draft.js'

/** What a source said of an article before its page was read; `text` is a teaser, or '' where there is none. */
export interface Excerpt {
  title: string
  text: string
}

/** Of the pairs of words of a teaser that the page repeats, though it may have been edited since. */
const minQuoted = 0.5
/** Of the words of the shorter title that the other one shares. */
const minShared = 0.6
/** Of the words of the title that its article uses, where the teaser was written for itself. */
const minUsed = 0.25
/** With fewer words beyond the teaser, one line that asks for something is what the page is about. */
const minWords = 150
/** Enough of a page to find its first paragraphs in. UTF-16 units. */
const sampleLength = 20_000

const startsWith = (...phrases: string[]) => new RegExp(`^[^\\p{L}\\p{N}]*(?:${phrases.join('|')})`, 'iu')
const holds = (...phrases: string[]) => new RegExp(phrases.join('|'), 'iu')

/** How pages are called that stand where an article should be. */
const noticeTitle = startsWith(
  '(?:error|fehler|erreur)?\\s*(?:40[0-9]|410|451|50[0-9])(?!\\p{N})|(?:page |file )?not found|(?:this )?page (?:not found|is unavailable|does not exist)',
  'access denied|forbidden|just a moment|attention required|before you continue|are you (?:a robot|human)|(?:robot|security) check',
  '(?:log|sign)[ -]?in(?!\\p{L})|subscribe(?!\\p{L})|(?:cookie|privacy) (?:consent|settings)|(?:your )?privacy choices|maintenance(?!\\p{L})',
  'seite nicht gefunden|anmelden(?!\\p{L})|page (?:introuvable|non trouvée)|p[áa]gina no (?:encontrada|existe)|página não encontrada',
  'pagina non trovata|pagina niet gevonden|sidan (?:hittades inte|finns inte)|strona nie (?:istnieje|została)|страница не найдена',
  '(?:页面|网页|頁面|網頁)(?:不存在|未找到|无法)|找不到(?:页面|网页|頁面|網頁)|ページが見つかりません|페이지를 찾을 수 없',
)
/** What such pages ask for. */
const noticeText = holds(
  '(?:enable|turn on|activate|requires?) (?:java ?script|cookies)|java ?script (?:is|must be|has been) (?:disabled|required|enabled|turned)',
  'verify (?:that )?you are (?:a )?human|checking your browser|unusual (?:traffic|activity)|are not a robot',
  '(?:subscribe|sign up|register|log ?in|sign in)(?: now)? to (?:continue|read|keep)|to (?:continue|keep) reading|already a subscriber|(?:for|to) subscribers only|subscriber[- ]only',
  'we (?:value|respect) your privacy|(?:accept|reject|manage) (?:all )?(?:cookies|consent)|our (?:\\d+ )?partners (?:store|use)',
  "(?:page|article|story) (?:you(?:’re| are|'re)? (?:requested|looking for)|(?:is )?no longer (?:available|exists)|could not be found|has been (?:moved|removed))",
  'java ?script (?:aktivieren|aktiviert)|weiterlesen mit|jetzt (?:abonnieren|weiterlesen)|zugang zu allen|wir benötigen ihre (?:zustimmung|einwilligung)',
  'activer javascript|réservé aux abonnés|déjà abonné|abonnez-vous pour|habilit(?:e|ar) javascript|suscríbete para|solo para suscriptores|exclusivo para assinantes|riservato agli abbonati',
  'включите javascript|только для подписчиков|оформите подписку|(?:启用|啟用|开启) ?javascript|登录后(?:阅读|查看)|登入後|javascript ?を有効|会員限定|로그인 후|자바스크립트',
)

/**
 * Whether a page's text is the longer version of an excerpt, and not what a site shows in its place: an error, a
 * request for consent, money or JavaScript, its home page, another article. The page has to carry the article's title
 * and use its words, or repeat the teaser.
 */
export function looksLikeArticle(
  found: Pick<FoundArticle, 'title' | 'text' | 'url'>,
  excerpt: Excerpt,
): boolean {
  const page = wordsOf(found.text)
  const teaser = wordsOf(excerpt.text)
  if (page.length === 0 || isNotice(found, excerpt, page.length - teaser.length)) return false
  const isNamed = isSameTitle(found.title, excerpt.title)
  const isQuoted = teaser.length > 1 && shareIn(pairsOf(page), pairsOf(teaser)) >= minQuoted
  // A home page repeats the teasers of all articles.
  if (isQuoted) return isNamed || !isHomePage(found.url)
  return isNamed && shareIn(stemsOf(page), stemsOf(wordsOf(excerpt.title))) >= minUsed
}

/** Whether a page says that it does not show its article, and hardly anything else. */
export function isNoticePage(found: Pick<FoundArticle, 'title' | 'text'>): boolean {
  return isNotice(found, { title: '', text: '' }, wordsOf(found.text).length)
}

function isNotice(found: Pick<FoundArticle, 'title' | 'text'>, excerpt: Excerpt, more: number): boolean {
  if (noticeTitle.test(found.title) && !noticeTitle.test(excerpt.title)) return true
  return more < minWords && noticeText.test(found.text) && !noticeText.test(excerpt.text)
}

/** Sites shorten and extend their titles, and add their name. */
function isSameTitle(one: string, other: string): boolean {
  const [ours, theirs] = [new Set(wordsOf(one)), new Set(wordsOf(other))]
  const [shorter, longer] = ours.size < theirs.size ? [ours, theirs] : [theirs, ours]
  // The name of a site alone can be part of a title.
  if (shorter.size === 0 || shorter.size * 3 < longer.size) return false
  return shareIn(longer, shorter) >= minShared
}

/** A site's first page, also of a language: `/`, `/index.html`, `/en/`. */
export function isHomePage(url: string | null): boolean {
  if (url === null) return false
  const { pathname, search } = new URL(url)
  return search === '' && /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?(?:(?:index|home|default)\.\w+)?$/i.test(pathname)
}

/** Words in lower case; in scripts that are written without spaces, their characters. */
function wordsOf(text: string): string[] {
  const letters =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|[\p{L}\p{M}\p{N}]+/gu
  return text.slice(0, sampleLength).normalize('NFKC').toLowerCase().match(letters) ?? []
}

/** The beginnings of words: their ends change with the sentence. */
function stemsOf(words: readonly string[]): Set<string> {
  return new Set(words.map((word) => word.slice(0, 4)))
}

function pairsOf(words: readonly string[]): Set<string> {
  return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`))
}

/** How many of `wanted` are in `all`, 0 to 1. */
function shareIn(all: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  return [...wanted].filter((word) => all.has(word)).length / Math.max(1, wanted.size)
}
