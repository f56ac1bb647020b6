import { parseDate } from '../text/parse-date.js'
import type { PageHead } from './read-page-head.js'

const metaNames = [
  'article:published_time',
  'datepublished',
  'og:article:published_time',
  'og:published_time',
  'parsely-pub-date',
  'sailthru.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'published-date',
  'article.published',
  'dc.date.issued',
  'dc.date.created',
  'dcterms.issued',
  'dcterms.created',
  'dcterms.date',
  'dc.date',
  'date',
]
/** `/2019/11/18/`, `/2019-11-18-`, `/20191118/`, `/2019/nov/18/`; a year and month alone are no day. */
const inPath = /[/_-]((?:19|20)\d\d)(?:([/_-])(\d{1,2}|[a-z]{3})\2(\d{1,2})|(\d\d)(\d\d))(?![\d])/i
/** A date in words or figures as it stands below a title. */
const inText =
  /(?<![\d\p{L}])(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:de |of )?\p{L}{3,12}\.?,? (?:de )?(?:19|20)\d\d|\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:19|20)\d\d|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d년 ?\d{1,2}월 ?\d{1,2}일)(?!\d)/giu

/**
 * When a page's article was published, ms since the epoch, or null. What is made for machines comes first, JSON-LD
 * before metas; then time elements, of which some belong to comments; then the address; last the words below the title.
 */
export function publishedAt(head: PageHead, fromJsonLd: string | null, url: string | null): number | null {
  const metas = metaNames.map((name) => head.meta.get(name))
  for (const value of [fromJsonLd, ...metas, head.time, dayInPath(url)]) {
    const date = value ? parseDate(value) : null
    if (date !== null) return date
  }
  for (const [words] of head.belowTitle.matchAll(inText)) {
    const date = parseDate(words)
    if (date !== null) return date
  }
  return null
}

function dayInPath(url: string | null): string | null {
  const path = url?.replace(/^[a-z]+:\/\/[^/]*|[?#].*$/gi, '') ?? ''
  const [, year, , month, day, plainMonth, plainDay] = inPath.exec(path) ?? []
  if (year === undefined) return null
  return /[a-z]/i.test(month ?? '')
    ? `${day} ${month} ${year}`
    : `${year}-${month ?? plainMonth}-${day ?? plainDay}`
}
