import { UserError } from '../../core/errors.js'
import type { FullText } from '../../store/schema.js'
import type { Source } from '../../store/sources.js'
import type { Stores } from '../../store/stores.js'
import type { Candidate } from '../discovery/candidate.js'
import { type TakeDeps, takeBaseline } from '../reading/take-reading.js'
import type { Finding } from './follow.js'

export interface ChangeDeps extends TakeDeps {
  stores: Stores
  /** What is at an address. @throws UserError */
  find(address: string | Candidate, now: number): Promise<Finding>
}

/** What a moderator wants changed; what is left out stays. */
export interface SourceChange {
  fullText?: FullText
  /** Replaces all headers that were set before; an empty record removes them. */
  headers?: Record<string, string>
}

/** A moderator's word about articles that are held: each as a post, all in lists, or none. */
export type HeldDecision = 'post' | 'digest' | 'skip'

/** Changing sources that a server follows. */
export function createChanges({ stores, ingest, find }: ChangeDeps) {
  /**
   * What a server no longer reads is no longer posted there either. Its own copy of a source goes when the bin is
   * emptied. What is noted of it belongs to the same transaction; its result is returned.
   *
   * @throws UserError when the server does not follow it (any more)
   */
  async function unfollow<Noted>(
    guildId: string,
    source: Source,
    now: number,
    note: (within: Stores) => Promise<Noted>,
  ): Promise<Noted> {
    const noted = await stores.transaction(async (within) => {
      if (!(await within.followers.unfollow(guildId, source.id, now)))
        throw new UserError('source.notFollowed', { source: source.title })
      await within.sourceDeliveries.skipSource(guildId, source.id, now)
      return await note(within)
    })
    await stores.sources.releaseSettled()
    return noted
  }

  async function settleHeld(
    guildId: string,
    sourceId: number,
    decision: HeldDecision,
    now: number,
  ): Promise<void> {
    await stores.sourceDeliveries.settleHeld(guildId, sourceId, decision, now)
    await stores.sources.releaseSettled()
  }

  /**
   * Changes how a server's source is read. A source that others follow stays as it is for them: the server gets a copy
   * of its own, with the articles. Headers may be secrets and make it the server's own in any case. The source is due
   * at once. Returns the server's source.
   */
  async function setOptions(
    guildId: string,
    source: Source,
    change: SourceChange,
    now: number,
  ): Promise<Source> {
    const { full_text, headers } = source
    const options = { full_text: change.fullText ?? full_text, headers: change.headers ?? headers }
    const changed = await stores.transaction(async (within) => {
      const own = await ownSource(guildId, source, within, now)
      const scope = Object.keys(options.headers).length > 0 ? guildId : own.scope
      await within.sources.setOptions(own.id, options, scope)
      await within.sources.readAnew(own.id, now)
      return { ...own, ...options, scope }
    })
    await stores.sources.releaseSettled()
    return changed
  }

  /** A source that this server may change: its own if nobody else follows it, else a copy. */
  async function ownSource(guildId: string, source: Source, within: Stores, now: number): Promise<Source> {
    const followers = await within.followers.followers(source.id)
    if (followers.every((each) => each === guildId)) return source
    const { kind, url, title, site_url, identity_scheme, pace, full_text } = source
    const described = { kind, url, title, site_url, identity_scheme, pace, full_text }
    const copy = await within.sources.add(
      { ...described, etag: null, last_modified: null, next_check_at: now, scope: guildId },
      now,
    )
    await within.articles.copy(source.id, copy.id, now)
    await within.sourceDeliveries.moveTo(guildId, source.id, copy.id)
    await within.followers.replaceFollowed(guildId, source.id, copy.id)
    if (source.held_at !== null) await within.sources.hold(copy.id, source.held_at)
    return copy
  }

  /**
   * Gives a server's source another address. What the new address lists is a baseline: known articles are recognised,
   * and nothing is posted. @throws UserError when it cannot be read, and then nothing has changed
   */
  async function setAddress(
    guildId: string,
    source: Source,
    address: string | Candidate,
    now: number,
  ): Promise<{ source: Source } | { candidates: Candidate[] }> {
    const found = await find(address, now)
    if ('candidates' in found) return found
    const { reading } = found
    const other = await stores.sources.byUrl(reading.url, source.scope)
    if (other && other.id !== source.id) return { source: await followInstead(guildId, source, other, now) }
    const own = await stores.transaction((within) => ownSource(guildId, source, within, now))
    // First what the new address lists, then the address: if the program dies in between, the old one is still read.
    const { checked } = await takeBaseline(own, reading, now, { stores, ingest })
    await stores.sources.setAddress(own.id, reading.kind, reading.url)
    await stores.sources.markChecked({ id: own.id, url: reading.url }, checked, now, now)
    if (!sameOrigin(source.url, reading.url)) {
      // A header that is meant for one site may be a secret.
      await stores.sources.setOptions(own.id, { full_text: own.full_text, headers: {} }, own.scope)
    }
    await stores.sources.releaseSettled()
    return { source: (await stores.sources.get(own.id)) ?? own }
  }

  async function followInstead(guildId: string, source: Source, other: Source, now: number): Promise<Source> {
    const followed = await stores.followers.idsFollowedBy(guildId)
    if (followed.has(other.id)) throw new UserError('source.already', { source: other.title })
    await stores.transaction(async (within) => {
      await within.sourceDeliveries.skipSource(guildId, source.id, now)
      await within.followers.replaceFollowed(guildId, source.id, other.id)
    })
    await stores.sources.releaseSettled()
    return other
  }

  return { unfollow, settleHeld, setOptions, setAddress }
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}
