import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ArticleDraft } from '../../core/article.js'
import { contentHash, type KnownKey } from '../../store/articles.js'
import type { FullText, Handling, IdentityScheme } from '../../store/schema.js'
import type { CheckedSource, Source, SourceMessage } from '../../store/sources.js'
import type { Stores } from '../../store/stores.js'
import { type Identification, type Identified, identify, nameAll, schemeOf } from './identify.js'
import { rhythmOf } from './pace.js'
import { mayBeUnusual, planReading, type ReadingPlan, usual } from './plan-reading.js'
import type { SourceReading } from './read-source.js'

/** An article on its way in. */
export interface Incoming {
  draft: ArticleDraft
  /** Under which it can be recognised later. */
  keys?: readonly string[] | undefined
  /** The stored article that it is, if it was recognised. */
  known?: number | undefined
  /** It is to be completed from its page. */
  fromPage?: boolean
}

export interface Ingested {
  added: number
  updated: number
}

/** What one reading came to. `articles` are those with their whole text; the others are counted apart. */
export interface Taken extends Ingested {
  articles: number
  excerpts: number
  headlines: number
}

/** What an article is matched with besides its own words. */
export type NamedSource = Pick<Source, 'id' | 'title' | 'url'>

export interface TakeDeps {
  stores: Stores
  /** `then`: what becomes of new ones: posted to the topics they match, held there for a moderator, or only stored. */
  ingest(source: NamedSource, incoming: readonly Incoming[], then: Handling): Promise<Ingested>
}

/** Of what a source lists when it is read for the first time, so many are completed from their pages. */
const completedAtFirst = 30
/** Characters: some 10 ms of work on a slow machine. A feed may hold ten million, and commands are answered in between. */
const hashedAtOnce = 500_000
/** After so many pages in a row that gave nothing, `auto` stops asking for them. */
const pageFailuresBorne = 5

/** A source's first reading is its baseline: stored, and posted to nobody. */
export async function takeBaseline(
  source: Source,
  reading: SourceReading,
  now: number,
  { stores, ingest }: TakeDeps,
): Promise<{ taken: Taken; checked: CheckedSource }> {
  const scheme = schemeOf(reading.articles)
  const { changes } = await recognise(source, reading.articles, scheme, stores)
  const incoming = incomingOf(changes, source)
  const first = new Set(incoming.filter(({ fromPage }) => fromPage).slice(0, completedAtFirst))
  const limited = incoming.map((each) => ({ ...each, fromPage: first.has(each) }))
  const ingested = await ingest(source, limited, 'quiet')
  const dates = reading.articles.flatMap(({ publishedAt }) => publishedAt ?? [])
  const last_new_at = dates.length > 0 ? Math.max(...dates) : now
  const checked = { ...checkedBy(reading, source, now), identity_scheme: scheme, last_new_at }
  return { taken: { ...countKinds(reading.articles), ...ingested }, checked }
}

/**
 * A later reading: what is recognised is updated, what is new is posted, or held when most of the source looks new
 * although it cannot be.
 */
export async function takeReading(
  source: Source,
  reading: SourceReading,
  now: number,
  { stores, ingest }: TakeDeps,
): Promise<{ taken: Taken; checked: CheckedSource }> {
  const { items, scheme, changes } = await recognise(source, reading.articles, source.identity_scheme, stores)
  const { hold, gap } = await plan(source, items, now, stores)
  // Before the first of them is stored: after a crash in between the rest is still recognised as part of the flood.
  if (hold) await stores.sources.hold(source.id, now)
  const ingested = await ingest(source, incomingOf(changes, source), hold ? 'hold' : 'post')
  // A flood that concerns no topic needs no decision.
  if (hold) await stores.sources.releaseSettled()
  const checked = {
    ...checkedBy(reading, source, now, { gap, added: ingested.added }),
    identity_scheme: scheme,
    ...(ingested.added > 0 && { last_new_at: now }),
  }
  return { taken: { ...countKinds(reading.articles), ...ingested }, checked }
}

async function plan(
  source: Source,
  items: readonly Identified[],
  now: number,
  { articles }: Stores,
): Promise<ReadingPlan> {
  const isHeld = source.held_at !== null
  if (!mayBeUnusual(items, isHeld)) return usual
  const fresh = items.filter((item) => item.known === null).map(({ draft }) => draft.title)
  return planReading({
    items,
    stored: await articles.count(new Set([source.id])),
    knownTitles: await articles.knownTitles(source.id, fresh),
    lastReadAt: source.last_success_at ?? source.created_at,
    rhythmMs: source.pace?.rhythmMs ?? null,
    isHeld,
    now,
  })
}

interface Recognised extends Identification {
  /** What is not stored as it is listed. */
  changes: Change[]
}

interface Change extends Omit<Identified, 'known'> {
  known: number | undefined
}

async function recognise(
  { id }: Source,
  drafts: readonly ArticleDraft[],
  scheme: IdentityScheme,
  stores: Stores,
): Promise<Recognised> {
  const named = nameAll(drafts)
  const known = await stores.articles.known(id, [...new Set(named.flatMap(({ keys }) => keys))])
  const identified = identify(named, known, scheme)
  return { ...identified, changes: await withoutStored(identified.items, known) }
}

/**
 * Most of what a changed feed lists is stored already, as it is listed: looking each of them up again would cost
 * more than storing what is new. What was removed stays removed.
 */
async function withoutStored(items: readonly Identified[], stored: readonly KnownKey[]): Promise<Change[]> {
  const keys = new Set(stored.map(({ key }) => key))
  const hashes = new Map(stored.map(({ articleId, contentHash }) => [articleId, contentHash]))
  const changes: Change[] = []
  let characters = 0
  for (const { known, ...item } of items) {
    if (known === 'removed') continue
    const isNew = known === null
    if (isNew || hashes.get(known) !== contentHash(item.draft) || !item.keys.every((key) => keys.has(key)))
      changes.push({ ...item, known: isNew ? undefined : known })
    characters += item.draft.text.length
    if (characters < hashedAtOnce) continue
    characters = 0
    await nextTurn()
  }
  return changes
}

function incomingOf(changes: readonly Change[], source: Source): Incoming[] {
  return changes.map((change) => ({ ...change, fromPage: wantsPage(change.draft, source) }))
}

function wantsPage(
  { kind, url }: ArticleDraft,
  source: { full_text: FullText; page_failures: number },
): boolean {
  if (url === null || source.full_text === 'never') return false
  return source.full_text === 'always' || (kind !== 'full' && source.page_failures < pageFailuresBorne)
}

function checkedBy(
  reading: SourceReading,
  source: Source,
  now: number,
  { gap, added } = { gap: false, added: 0 },
): CheckedSource {
  const { url, title, siteUrl, etag, lastModified, bodyHash, articles, pace } = reading
  const dates = articles.flatMap(({ publishedAt }) => publishedAt ?? [])
  const missed: SourceMessage[] = gap ? [{ key: 'source.remarkGap', params: {} }] : []
  return {
    url,
    title: title || source.title,
    site_url: siteUrl,
    etag,
    last_modified: lastModified,
    body_hash: bodyHash,
    remarks: [...reading.remarks, ...missed],
    pace: { ...pace, rhythmMs: rhythmOf(dates, now) ?? arrivalRhythm(source, added, now) },
  }
}

/** The rhythm of a source without dates: how often new articles were found, the latest pauses counting most. */
function arrivalRhythm({ pace, last_new_at }: Source, added: number, now: number): number | null {
  const before = pace?.rhythmMs ?? null
  if (added === 0 || last_new_at === null) return before
  const pause = (now - last_new_at) / added
  return before === null ? pause : (before + pause) / 2
}

export function countKinds(drafts: readonly ArticleDraft[]) {
  const count = (kind: ArticleDraft['kind']) => drafts.filter((draft) => draft.kind === kind).length
  return { articles: count('full'), excerpts: count('excerpt'), headlines: count('headline') }
}
