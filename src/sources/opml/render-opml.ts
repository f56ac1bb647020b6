import type { SourceKind } from '../../store/schema.js'
import { oneLine } from '../text/clean-text.js'

export interface ExportedSource {
  kind: SourceKind
  url: string
  title: string
  siteUrl: string | null
}

/** A list for other readers, and what it does not say. */
export interface RenderedOpml {
  opml: string
  /** Sources whose address is listed without its user name and password. */
  withoutPassword: ExportedSource[]
  /** Folders: they are read on this computer only. */
  omitted: ExportedSource[]
}

const maxTitleLength = 200

/**
 * OPML 2.0 (http://opml.org/spec2.opml) of the sources that have a web address. Pages and sitemaps are links there: no
 * other reader takes them for feeds, and whoever imports them here finds them again. `now`: ms since the epoch.
 */
export function renderOpml(title: string, sources: readonly ExportedSource[], now: number): RenderedOpml {
  const listed = sources.filter(({ kind, url }) => kind !== 'folder' && URL.canParse(url))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    '  <head>',
    `    <title>${escapeXml(plainTitle(title))}</title>`,
    `    <dateCreated>${new Date(now).toUTCString()}</dateCreated>`,
    '  </head>',
    '  <body>',
    ...listed.map((source) => `    ${renderOutline(source)}`),
    '  </body>',
    '</opml>',
    '',
  ]
  return {
    opml: lines.join('\n'),
    withoutPassword: listed.filter(({ url }) => publicAddress(url) !== new URL(url).href),
    omitted: sources.filter((source) => !listed.includes(source)),
  }
}

function renderOutline({ kind, url, title, siteUrl }: ExportedSource): string {
  const address = publicAddress(url)
  const text = plainTitle(title) || address
  const site = siteUrl && URL.canParse(siteUrl) ? publicAddress(siteUrl) : ''
  const attributes =
    kind === 'feed'
      ? { type: 'rss', text, title: text, xmlUrl: address, htmlUrl: site }
      : { type: 'link', text, title: text, url: address, htmlUrl: site }
  const written = Object.entries(attributes).filter(([, value]) => value !== '')
  return `<outline ${written.map(([name, value]) => `${name}="${escapeXml(value)}"`).join(' ')}/>`
}

/** A password in an address is the server's own; a list is made to be passed on. */
function publicAddress(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}

/** On one line and without the two characters that XML 1.0 cannot hold and `oneLine` leaves (section 2.2). */
function plainTitle(title: string): string {
  return oneLine(title.replace(/[\uFFFE\uFFFF]/g, ''), maxTitleLength)
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
