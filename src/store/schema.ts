import type { Generated } from 'kysely'
import type { ArticleKind } from '../core/article.js'

/**
 * The tables, the same on SQLite and PostgreSQL. Times are ms since the epoch (UTC) in 64-bit integers, flags are 0 or
 * 1, structured values are JSON text: the types that both databases return alike.
 */
export interface Schema {
  sources: SourceTable
  guild_sources: GuildSourceTable
  articles: ArticleTable
  topics: TopicTable
  subscriptions: SubscriptionTable
  deliveries: DeliveryTable
  digests: DigestTable
  guild_settings: GuildSettingsTable
  audit_log: AuditLogTable
  views: ViewTable
}

export type SourceKind = 'feed' | 'folder'

/** One URL or folder, shared by all servers that follow it. */
interface SourceTable {
  id: Generated<number>
  kind: SourceKind
  /** Canonical address: an http(s) URL, or a folder's real path as a file: URL. */
  url: string
  title: string
  site_url: string | null
  etag: string | null
  last_modified: string | null
  next_check_at: number
  last_checked_at: number | null
  last_success_at: number | null
  /** Failed checks in a row. */
  failures: number
  /** The last failure as JSON `{key, params}` of a message, null while all is well. */
  last_error: string | null
  created_at: number
}

/** A server follows a source. */
interface GuildSourceTable {
  guild_id: string
  source_id: number
  added_by: string
  added_at: number
}

interface ArticleTable {
  id: Generated<number>
  source_id: number
  identity: string
  url: string | null
  title: string
  text: string
  kind: ArticleKind
  author: string | null
  language: string | null
  published_at: number | null
  /** What orders articles by time: the date of publication, else of the page that listed it, else of arrival. */
  dated_at: number
  content_hash: string
  story_id: number | null
  added_at: number
  updated_at: number
}

/** A named stored query of a server. */
interface TopicTable {
  id: Generated<number>
  guild_id: string
  name: string
  /** Lower case, so that names differ by more than case. */
  name_key: string
  query: string
  created_by: string
  created_at: number
}

/** A topic is posted to a channel on a schedule. */
interface SubscriptionTable {
  id: Generated<number>
  topic_id: number
  guild_id: string
  channel_id: string
  cron: string
  time_zone: string
  next_run_at: number
  /** A channel problem as one word (`encodeProblem`); null while the subscription runs. */
  paused_reason: string | null
  created_by: string
  created_at: number
}

export type DeliveryState = 'pending' | 'claimed' | 'sent' | 'skipped' | 'failed' | 'held'

/** The ledger: one row per (subscription, article). */
interface DeliveryTable {
  id: Generated<number>
  subscription_id: number
  article_id: number
  state: DeliveryState
  reason: string | null
  attempts: number
  /** Set when claimed; the rows of one message share it. Discord refuses to post the same nonce twice. */
  nonce: string | null
  claimed_at: number | null
  lease_until: number | null
  message_id: string | null
  created_at: number
  updated_at: number
}

/** One digest per (subscription, slot of its schedule). */
interface DigestTable {
  id: Generated<number>
  subscription_id: number
  slot_at: number
  state: DeliveryState
  nonce: string | null
  message_id: string | null
  created_at: number
}

interface GuildSettingsTable {
  guild_id: string
  locale: string | null
  time_zone: string | null
  moderator_role_id: string | null
  moderator_channel_id: string | null
}

interface AuditLogTable {
  id: Generated<number>
  guild_id: string
  user_id: string
  action: string
  /** JSON: what was changed. */
  detail: string
  at: number
}

/** State of a paged reply that does not fit into a button's address, such as a long query. */
interface ViewTable {
  id: Generated<number>
  /** JSON, read back through the schema of the command that wrote it. */
  state: string
  created_at: number
}
