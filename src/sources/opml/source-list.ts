import { hideCredentials } from '../../core/text.js'
import type { SourceMessage } from '../../store/sources.js'
import { oneLine } from '../text/clean-text.js'
import { listedAddress } from './listed-address.js'

/** A list of sources that somebody exported or wrote. */
export interface SourceList {
  /** What the list calls itself. */
  title: string | null
  /** Each address once, in the order of the list. */
  entries: ListedSource[]
  /** What was not taken over, and why. */
  problems: SourceMessage[]
}

export interface ListedSource {
  /** An http(s) address. */
  url: string
  title: string | null
  /** The folder it is in; folders in folders are joined with " / ". */
  folder: string | null
}

/** What a list says of one source, as it stands there. */
export interface FoundSource {
  /** The fields that may hold its address, best first. */
  addresses: readonly string[]
  title?: string | null | undefined
  folder?: string | null | undefined
}

/** Where in the file something stands; counted from 1. */
export interface Place {
  place: 'line' | 'entry'
  number: number
}

/** More than any reader's export; each costs a request, so a longer list is rather a mistake. */
export const maxEntries = 5000
/** Nobody reads more; the rest is counted, up to where it is clear that the file is something else. */
const maxProblems = 100
const maxRefused = 10_000
const maxNameLength = 200
/** Of a longer name only the beginning is cleaned. */
const maxReadLength = 2000

export type ListBuilder = ReturnType<typeof createListBuilder>

/** Collects what the parser of a format finds: addresses checked, each once, lengths and numbers capped. */
export function createListBuilder() {
  const entries = new Map<string, ListedSource>()
  const problems: SourceMessage[] = []
  let title: string | null = null
  let full = false
  let refused = 0

  function refuse(
    key: 'source.listBadAddress' | 'source.listNoAddress' | 'source.listInclude',
    text: string,
    at: Place,
  ): void {
    refused++
    if (refused <= maxProblems)
      problems.push({ key, params: { ...at, text: name(hideCredentials(text)) ?? '…' } })
  }

  return {
    refuse,
    /** There is no use in reading on. */
    isFull: () => full || refused >= maxRefused,
    setTitle(text: string): void {
      title ??= name(text)
    },
    /** The first usable address is taken over; an address that is known already is not repeated. */
    add(found: FoundSource, at: Place): void {
      const [url] = found.addresses.flatMap((text) => listedAddress(text) ?? [])
      if (url === undefined) {
        const [given] = found.addresses
        if (given === undefined) refuse('source.listNoAddress', found.title ?? '', at)
        else refuse('source.listBadAddress', given, at)
      } else if (!entries.has(url)) {
        full = entries.size === maxEntries
        if (!full) entries.set(url, { url, title: name(found.title), folder: name(found.folder) })
      }
    },
    /** Something that concerns the whole file. */
    note(key: 'source.listDamaged' | 'source.listBadJson' | 'source.listUnknown', params = {}): void {
      problems.push({ key, params })
    },
    finish(): SourceList {
      const { size } = entries
      const more = refused - maxProblems
      return {
        title,
        entries: [...entries.values()],
        problems: [
          ...problems,
          ...(more > 0 ? [{ key: 'source.listMoreRefused' as const, params: { count: more } }] : []),
          ...(full ? [{ key: 'source.listTooMany' as const, params: { max: maxEntries } }] : []),
          ...(size + problems.length === 0 ? [{ key: 'source.listEmpty' as const, params: {} }] : []),
        ],
      }
    },
  }
}

function name(text: string | null | undefined): string | null {
  return text ? oneLine(text.slice(0, maxReadLength), maxNameLength) || null : null
}
