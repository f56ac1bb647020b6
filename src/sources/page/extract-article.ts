import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { htmlToText } from '../text/html-to-text.js'
import { cleanPage } from './clean-page.js'
import { nestsDeeper, type PageElement } from './page-element.js'
import { trimArticle } from './trim-article.js'

/** With less of the part that a page marks as its main one, Readability has taken a box for the article. */
const minShareOfMain = 0.4
/**
 * News pages nest to about 50. The time that Readability takes grows with the cube of the depth. It is that of the tree
 * itself that counts: linkedom reads headings inside headings, which other parsers put beside each other.
 */
const maxDepth = 150
/** Elements that stand around the article, also on a page where none stands out. */
export const furniture = new Set(['nav', 'header', 'footer', 'aside'])

/** An article as it was found in a page: its words block by block, and the HTML they are from. */
export interface Extract {
  text: string
  html: string
}

/**
 * The article of a page, without words where none stands out. The page is cleaned; its article is what
 * the page marks as such, else what Readability finds; what is left around it is trimmed. `title` is the page's, to be
 * recognised when the article repeats it.
 */
export function extractArticle(html: string, title: string): Extract {
  const document = openPage(html)
  if (nestsDeeper(document.body, maxDepth)) return { text: '', html: '' }
  // The title in the head is often the site's name, or written for search engines.
  const titles = [title, document.querySelector('h1')?.textContent ?? '']
  const main = cleanPage(document.body)
  if (main?.isBody) return toExtract(trimArticle(main.element, titles).innerHTML)
  const readability = new Readability<PageElement>(document, {
    disableJSONLD: true,
    serializer: (element) => trimArticle(element as PageElement, titles),
  })
  const article = toExtract(readability.parse()?.content?.innerHTML ?? '')
  return article.text.length >= (main?.prose ?? 0) * minShareOfMain ? article : mainPart(html, titles)
}

function toExtract(html: string, without?: ReadonlySet<string>): Extract {
  return { text: htmlToText(html, without), html }
}

/** The whole main part of a page. The page is read again, because Readability takes apart what it is given. */
function mainPart(html: string, titles: readonly string[]): Extract {
  const main = cleanPage(openPage(html).body)
  return toExtract(main ? trimArticle(main.element, titles).innerHTML : '', furniture)
}

/** linkedom makes a second, empty body for a page that leaves out its html or body element. */
function openPage(html: string) {
  const body = /<body[\s>]/i.test(html) ? html : `<body>${html}</body>`
  return parseHTML(/<html[\s>]/i.test(body) && body === html ? html : `<html>${body}</html>`).document
}
