import { canonicalUrl } from './canonical-url.js'
import { walkVisible } from './visible-html.js'

/** Smaller pictures are icons, avatars and the like. CSS pixels. */
const minSize = 80
const maxPictures = 30
const classOfIcon =
  /(?:^|[\s_-])(?:avatar|gravatar|emoji|wp-smiley|smiley|smilies|icon|logo|badge|button|author|pixel|tracker|sprite)(?:[\s_-]|$)/i
/** Hosts and paths that count readers, draw buttons or show who wrote. */
const addressOfIcon =
  /gravatar\.com\/|\/\/avatars?\d*\.|\/(?:avatars?|emoji|smilies|smileys|icons?|badges?|sprites?)\/|\/s\.w\.org\/images\/core\/emoji|feedburner|feedsportal|feeds\.wordpress\.com|pixel\.wp\.com|stats\.wordpress|doubleclick|scorecardresearch|google-analytics|facebook\.com\/tr|\/(?:pixel|track(?:ing|er)?|beacon|counter|open)(?:[./?]|$)/i
/** A file named for what it is: `site-logo.png`, `avatar-96x96.jpg`, `blank.gif`. */
const fileOfIcon =
  /(?:^|[-_])(?:logo|favicon|icon|avatar|placeholder|spacer|blank|pixel|1x1|loading|loader|spinner)(?:[-_@]\d+(?:x\d*)?)*\.\w+$/i
/** Where sites that load pictures late keep the address; `src` then holds a placeholder. */
const lateAttributes = ['data-src', 'data-original', 'data-lazy-src', 'data-orig-file', 'data-hi-res-src']

/** The first of the addresses that is a picture worth showing, absolute and http(s); null if none is. */
export function firstPicture(
  addresses: Iterable<string | null | undefined>,
  base: string | null,
): string | null {
  for (const address of addresses) {
    const url = canonicalUrl(address, base)
    if (url !== null && isPicture(url)) return url
  }
  return null
}

/** The first picture in HTML that is neither tiny nor an icon, an avatar, a smiley or a counter; null if there is none. */
export function pictureIn(html: string, base: string | null): string | null {
  let found: string | null = null
  let seen = 0
  walkVisible(html, {
    open(name, attributes) {
      if (name !== 'img') return
      seen++
      found ??= pictureOf(attributes, base)
    },
    text() {},
    close() {},
    isFull: () => found !== null || seen > maxPictures,
  })
  return found
}

/** The address of an `img` element, if it is a picture worth showing. */
export function pictureOf(attributes: Readonly<Record<string, string>>, base: string | null): string | null {
  const isTiny = [attributes.width, attributes.height].some(
    (size) => /^\d+(?:px)?$/.test(size ?? '') && Number.parseInt(size ?? '', 10) < minSize,
  )
  if (isTiny || classOfIcon.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`)) return null
  const late = lateAttributes.map((name) => attributes[name])
  return firstPicture([...late, attributes.src, firstOf(attributes.srcset)], base)
}

/** `a.jpg 300w, b.jpg 600w`: addresses themselves may hold commas, but no spaces. */
function firstOf(srcset: string | undefined): string | undefined {
  return srcset?.trim().split(/\s/, 1)[0]
}

function isPicture(url: string): boolean {
  const { pathname } = new URL(url)
  const file = pathname.slice(pathname.lastIndexOf('/') + 1)
  return (
    !addressOfIcon.test(url) &&
    !fileOfIcon.test(file) &&
    !/\.(?:svgz?|ico|mp[34]|m4[av]|webm|pdf)$/i.test(file)
  )
}
