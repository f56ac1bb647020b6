import type { Selectable } from 'kysely'
import type { MessageKey, MessageParams } from '../core/i18n.js'
import { type Database, isPostgres } from './database.js'
import type { FullText, IdentityScheme, Schema, SourceKind } from './schema.js'

export type SourceRow = Selectable<Schema['sources']>

/** A message about a source: its key and what is filled in. */
export interface SourceMessage {
  key: MessageKey
  params: MessageParams
}

/** When to ask a source again, as far as it says so itself or its articles show it. Times in ms. */
export interface SourcePace {
  /** Usual time between two of its articles. */
  rhythmMs: number | null
  /** No need to ask before this has passed (RSS `ttl`, `sy:updatePeriod`). */
  ttlMs: number | null
  /** Hours (0–23, UTC) and days (0 = Sunday) in which it is not to be asked. */
  skipHours: number[]
  skipDays: number[]
}

interface JsonColumns {
  last_error: SourceMessage | null
  remarks: SourceMessage[]
  pace: SourcePace | null
  /** Set by a moderator; may be secrets. */
  headers: Record<string, string>
}

/** A source as the rest of the program sees it. */
export interface Source extends Omit<SourceRow, keyof JsonColumns>, JsonColumns {}

/** What a check of a source found out about the source itself. */
export interface CheckedSource {
  url: string
  title: string
  site_url: string | null
  etag: string | null
  last_modified: string | null
  body_hash?: string | null
  pace?: SourcePace | null
  remarks?: SourceMessage[]
  identity_scheme?: IdentityScheme
  last_new_at?: number
}

/** A source that had nothing new, with what to send next time and when (ms). */
export interface UnchangedSource {
  id: number
  etag: string | null
  lastModified: string | null
  nextCheckAt: number
}

/** How a server wants a source to be read. */
export interface SourceOptions {
  full_text: FullText
  headers: Record<string, string>
}

export function createSourceStore(db: Database) {
  return {
    async add(
      source: CheckedSource &
        Partial<SourceOptions> & { kind: SourceKind; next_check_at: number; scope?: string },
      now: number,
    ): Promise<Source> {
      const { headers, ...rest } = source
      const row = await db
        .insertInto('sources')
        .values({
          ...written(rest),
          kind: rest.kind,
          url: rest.url,
          title: rest.title,
          next_check_at: rest.next_check_at,
          ...(headers && { headers: JSON.stringify(headers) }),
          failures: 0,
          last_checked_at: now,
          last_success_at: now,
          created_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return readSource(row)
    },

    /** The source of an address: everybody's, or the copy of one server. */
    async byUrl(url: string, scope = ''): Promise<Source | undefined> {
      const row = await db
        .selectFrom('sources')
        .selectAll()
        .where('url', '=', url)
        .where('scope', '=', scope)
        .executeTakeFirst()
      return row && readSource(row)
    },

    async get(id: number): Promise<Source | undefined> {
      const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
      return row && readSource(row)
    },

    /** Its articles go with it. */
    async remove(id: number): Promise<void> {
      await db.deleteFrom('sources').where('id', '=', id).execute()
    },

    async all(): Promise<Source[]> {
      return (await db.selectFrom('sources').selectAll().orderBy('id').execute()).map(readSource)
    },

    /**
     * Takes sources that somebody follows and whose check is due, the longest waiting first. Until `until` no other
     * process gets them; by then they are marked as checked, kept longer, or due again.
     */
    async claimDue(now: number, limit: number, until: number): Promise<Source[]> {
      const rows = await db
        .updateTable('sources')
        .set({ claimed_until: until })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('sources as due')
            .select('due.id')
            .where('due.next_check_at', '<=', now)
            .where((due) => due.or([due('claimed_until', 'is', null), due('claimed_until', '<=', now)]))
            .where((due) =>
              due.exists(
                due.selectFrom('guild_sources').whereRef('source_id', '=', 'due.id').select('source_id'),
              ),
            )
            .orderBy('due.next_check_at')
            .limit(limit)
            // What another process is about to take is not waited for. SQLite has one writer at a time.
            .$if(isPostgres(db), (claim) => claim.forUpdate().skipLocked()),
        )
        .returningAll()
        .execute()
      return rows.map(readSource).sort((a, b) => a.next_check_at - b.next_check_at)
    },

    /** Keeps claimed sources until a time (ms); null gives them back. */
    async keepClaims(ids: readonly number[], until: number | null): Promise<void> {
      if (ids.length === 0) return
      await db
        .updateTable('sources')
        .set({ claimed_until: until })
        .where('id', 'in', [...ids])
        .where('claimed_until', 'is not', null)
        .execute()
    },

    /** Gives back all that is claimed. Only for the one process that may use this database, when it starts. */
    async endClaims(): Promise<void> {
      await db
        .updateTable('sources')
        .set({ claimed_until: null })
        .where('claimed_until', 'is not', null)
        .execute()
    },

    /** When the source that waits longest, and that nobody is about to read, was due (ms); undefined when none is. */
    async oldestDue(now: number): Promise<number | undefined> {
      const row = await db
        .selectFrom('sources')
        .select('next_check_at')
        .where('next_check_at', '<=', now)
        .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
        .where((eb) =>
          eb.exists(
            eb.selectFrom('guild_sources').whereRef('source_id', '=', 'sources.id').select('source_id'),
          ),
        )
        .orderBy('next_check_at')
        .limit(1)
        .executeTakeFirst()
      return row?.next_check_at
    },

    /** Sources whose check is overdue, with when it was due. */
    async overdue(now: number): Promise<{ id: number; next_check_at: number }[]> {
      return await db
        .selectFrom('sources')
        .select(['id', 'next_check_at'])
        .where('next_check_at', '<', now)
        .execute()
    },

    async setNextCheck(id: number, at: number): Promise<void> {
      await db.updateTable('sources').set({ next_check_at: at }).where('id', '=', id).execute()
    },

    /** No check lies later than this; a clock that was wrong for a moment may have put it there. */
    async limitNextCheck(latest: number): Promise<void> {
      await db
        .updateTable('sources')
        .set({ next_check_at: latest })
        .where('next_check_at', '>', latest)
        .execute()
    },

    /** Notes what a reading found. Of an address that a moderator has replaced meanwhile, it says nothing any more. */
    async markChecked(
      { id, url }: Pick<Source, 'id' | 'url'>,
      checked: Partial<CheckedSource>,
      nextCheckAt: number,
      now: number,
    ): Promise<void> {
      await db
        .updateTable('sources')
        .set({
          ...written(checked),
          ...success(nextCheckAt, now),
        })
        .where('id', '=', id)
        .where('url', '=', url)
        .execute()
    },

    /** Notes checks that found nothing new, in one transaction. */
    async markUnchanged(sources: readonly UnchangedSource[], now: number): Promise<void> {
      await db.transaction().execute(async (within) => {
        for (const { id, etag, lastModified, nextCheckAt } of sources)
          await within
            .updateTable('sources')
            .set({ etag, last_modified: lastModified, ...success(nextCheckAt, now) })
            .where('id', '=', id)
            .execute()
      })
    },

    async markFailed(id: number, problem: SourceMessage, nextCheckAt: number, now: number): Promise<void> {
      await db
        .updateTable('sources')
        .set((eb) => ({
          last_checked_at: now,
          failures: eb('failures', '+', 1),
          last_error: JSON.stringify(problem),
          next_check_at: nextCheckAt,
          claimed_until: null,
        }))
        .where('id', '=', id)
        .execute()
    },

    /** Makes it due; what was kept of the last answer is forgotten, so that it is read whole. */
    async readAnew(id: number, now: number): Promise<void> {
      await db
        .updateTable('sources')
        .set({ next_check_at: now, etag: null, last_modified: null, body_hash: null })
        .where('id', '=', id)
        .execute()
    },

    /** New articles wait for a moderator's word; the first time counts. */
    async hold(id: number, now: number): Promise<void> {
      await db
        .updateTable('sources')
        .set({ held_at: now })
        .where('id', '=', id)
        .where('held_at', 'is', null)
        .execute()
    },

    /** Ends the holding of sources of which nothing waits any more: every server has decided, or its topics are gone. */
    async releaseSettled(): Promise<void> {
      await db
        .updateTable('sources')
        .set({ held_at: null })
        .where('held_at', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('articles')
                .innerJoin('deliveries', 'deliveries.article_id', 'articles.id')
                .select('articles.id')
                .whereRef('articles.source_id', '=', 'sources.id')
                .where('deliveries.state', '=', 'held'),
            ),
          ),
        )
        .execute()
    },

    /** A page that completed an article, or did not. */
    async countPage(id: number, completed: boolean): Promise<void> {
      await db
        .updateTable('sources')
        .set((eb) => ({ page_failures: completed ? 0 : eb('page_failures', '+', 1) }))
        .where('id', '=', id)
        .execute()
    },

    async setOptions(id: number, { full_text, headers }: SourceOptions, scope: string): Promise<void> {
      const secret = Object.keys(headers).length > 0 ? JSON.stringify(headers) : null
      await db
        .updateTable('sources')
        .set({ full_text, headers: secret, scope, page_failures: 0 })
        .where('id', '=', id)
        .execute()
    },

    /** Another address for the same source: its articles stay. */
    async setAddress(id: number, kind: SourceKind, url: string): Promise<void> {
      await db.updateTable('sources').set({ kind, url }).where('id', '=', id).execute()
    },
  }
}

/** A row with its JSON read. */
export function readSource(row: SourceRow): Source {
  return {
    ...row,
    last_error: parse<SourceMessage | null>(row.last_error, null),
    remarks: parse<SourceMessage[]>(row.remarks, []),
    pace: parse<SourcePace | null>(row.pace, null),
    headers: parse<Record<string, string>>(row.headers, {}),
  }
}

function success(nextCheckAt: number, now: number) {
  return {
    last_checked_at: now,
    last_success_at: now,
    failures: 0,
    last_error: null,
    next_check_at: nextCheckAt,
    claimed_until: null,
  }
}

function parse<Value>(json: string | null, otherwise: Value): Value {
  return json === null ? otherwise : (JSON.parse(json) as Value)
}

function written<Part extends Partial<CheckedSource>>({ pace, remarks, ...columns }: Part) {
  return {
    ...columns,
    ...(pace !== undefined && { pace: pace && JSON.stringify(pace) }),
    ...(remarks !== undefined && { remarks: remarks.length > 0 ? JSON.stringify(remarks) : null }),
  }
}
