import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { SourceKind } from '../store/schema.js'

/** What a person pasted as a source, told apart: the address it is stored under, and how it is read. */
export interface SourceAddress {
  kind: SourceKind
  /** An http(s) URL, or the folder's path as a file: URL. */
  url: string
}

/** Reads "https://example.org/feed", "example.org/feed", "./articles", "/srv/articles" or "file:///srv/articles". */
export function parseSourceAddress(text: string): SourceAddress {
  const address = text.trim().replace(/^<(.*)>$/, '$1')
  if (/^https?:\/\//i.test(address)) return { kind: 'feed', url: canonical(address) }
  // Another scheme is left as it is: fetching it says what may be read.
  if (/^(?!feed:|file:)[a-z][a-z0-9+.-]*:\/\//i.test(address)) return { kind: 'feed', url: address }
  if (/^feed:/i.test(address)) return { kind: 'feed', url: canonical(feedUrl(address)) }
  if (isPath(address)) return { kind: 'folder', url: pathToFileURL(absolutePath(address)).href }
  return { kind: 'feed', url: canonical(`https://${address}`) }
}

/** The path of a folder source. */
export function folderPath(source: { url: string }): string {
  return fileURLToPath(source.url)
}

/** An address as people are shown it: a path for folders, without credentials for URLs. */
export function displayAddress(source: { kind: SourceKind; url: string }): string {
  if (source.kind === 'folder') return folderPath(source)
  if (!URL.canParse(source.url)) return source.url
  const url = new URL(source.url)
  url.username = ''
  url.password = ''
  return url.href
}

/** "feed://host/x" and "feed:https://host/x" are what old reader buttons hold. */
function feedUrl(address: string): string {
  const rest = address.slice('feed:'.length).replace(/^\/\//, '')
  return /^https?:\/\//i.test(rest) ? rest : `https://${rest}`
}

function isPath(address: string): boolean {
  return (
    /^(?:[./~\\]|file:)/.test(address) ||
    /^[a-z]:[\\/]/i.test(address) ||
    (!/\./.test(address) && existsSync(address))
  )
}

/** Links are not resolved here: whether they may be followed is decided when the folder is read. */
function absolutePath(address: string): string {
  if (!address.startsWith('file:')) return resolve(address.replace(/^~(?=$|[\\/])/, homedir()))
  try {
    return resolve(fileURLToPath(address))
  } catch {
    return resolve(address.slice('file:'.length))
  }
}

/** Lower-case host, default port and fragment dropped, so that one feed is one source. Not a URL: unchanged. */
function canonical(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  url.hash = ''
  return url.href
}
