import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { htmlToText } from '../text/html-to-text.js'
import { cleanPage } from './clean-page.js'
import type { PageElement } from './page-element.js'
import { trimArticle } from './trim-article.js'

/** With less of the part that a page marks as its main one, Readability has taken a box for the article. */
const minShareOfMain = 0.4
/** Elements that stand around the article, also on a page where none stands out. */
export const furniture = new Set(['nav', 'header', 'footer', 'aside'])

/**
 * The article's text in a page, block by block, or '' where none stands out. The page is cleaned; its article is what
 * the page marks as such, else what Readability finds; what is left around it is trimmed. `title` is the page's, to be
 * recognised when the article repeats it.
 */
export function extractArticle(html: string, title: string): string {
  const document = openPage(html)
  const main = cleanPage(document.body)
  if (main?.isBody) return htmlToText(trimArticle(main.element, title).innerHTML)
  const readability = new Readability<PageElement>(document, {
    disableJSONLD: true,
    serializer: (element) => trimArticle(element as PageElement, title),
  })
  const article = readability.parse()?.content
  const text = article ? htmlToText(article.innerHTML) : ''
  return text.length >= (main?.prose ?? 0) * minShareOfMain ? text : mainText(html, title)
}

/** The whole main part of a page. The page is read again, because Readability takes apart what it is given. */
function mainText(html: string, title: string): string {
  const main = cleanPage(openPage(html).body)
  return main ? htmlToText(trimArticle(main.element, title).innerHTML, furniture) : ''
}

/** linkedom makes a second, empty body for a page that leaves out its html or body element. */
function openPage(html: string) {
  const body = /<body[\s>]/i.test(html) ? html : `<body>${html}</body>`
  return parseHTML(/<html[\s>]/i.test(body) && body === html ? html : `<html>${body}</html>`).document
}
