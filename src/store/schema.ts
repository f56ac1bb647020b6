import type { ColumnType, Generated } from 'kysely'
import type { ArticleKind } from '../core/article.js'

/**
 * The tables, the same on SQLite and PostgreSQL. Times are ms since the epoch (UTC) in 64-bit integers, flags are 0 or
 * 1, structured values are JSON text: the types that both databases return alike.
 */
export interface Schema {
  sources: SourceTable
  guild_sources: GuildSourceTable
  articles: ArticleTable
  article_keys: ArticleKeyTable
  topics: TopicTable
  watch_version: WatchVersionTable
  watch_changes: WatchChangesTable
  subscriptions: SubscriptionTable
  deliveries: DeliveryTable
  digests: DigestTable
  guild_settings: GuildSettingsTable
  left_guilds: LeftGuildTable
  audit_log: AuditLogTable
  views: ViewTable
  index_parts: IndexPartTable
  searches: SearchTable
  feedback: FeedbackTable
  conversations: ConversationsTable
  topic_reads: TopicReadsTable
  written_summaries: WrittenSummariesTable
  model_usage: ModelUsageTable
}

export type SubscriptionStyle = 'items' | 'list' | 'digest'
export type SourceKind = 'feed' | 'page' | 'sitemap' | 'folder'

/** Whether what a source gives only in part is completed from the article's page: auto tries where it helps. */
export type FullText = 'auto' | 'always' | 'never'

/** What names the articles of a source: its own guids, their addresses, or only their words. */
export type IdentityScheme = 'guid' | 'url' | 'words'

/** One URL or folder, shared by all servers that follow it, unless one of them reads it in its own way. */
interface SourceTable {
  id: Generated<number>
  kind: SourceKind
  /** Canonical address: an http(s) URL, or a folder's real path as a file: URL. Unique together with the scope. */
  url: string
  /** Empty for everybody's; the server's id for the copy of a server that changed how the source is read. */
  scope: Generated<string>
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
  full_text: Generated<FullText>
  /** JSON: request headers that a moderator set, name → value. They may be secrets: never shown, never logged. */
  headers: string | null
  identity_scheme: Generated<IdentityScheme>
  /** Of the bytes read last: an identical body is not parsed again. */
  body_hash: string | null
  /** JSON: what the source itself says of when to ask, and the time between two of its articles. */
  pace: string | null
  /** When it last had something new. */
  last_new_at: number | null
  /** Since when its new articles wait for a moderator, because too much looked new at once. */
  held_at: number | null
  /** JSON: remarks on the last reading, as messages: what could not be read, what may have been missed. */
  remarks: string | null
  /** Pages in a row that did not complete an article. */
  page_failures: Generated<number>
  /** Since when nobody follows it. */
  unfollowed_at: ColumnType<number | null, number | null | undefined>
}

/** A server follows a source. */
interface GuildSourceTable {
  guild_id: string
  source_id: number
  added_by: string
  added_at: number
  /** The trouble that the server's moderators were told of last; null when the last they heard is that all is well. */
  told: string | null
  /** No alert before this time. */
  snoozed_until: number | null
  keep_days: ColumnType<number | null, number | null | undefined>
  keep_articles: ColumnType<number | null, number | null | undefined>
}

/** What becomes of an article that is new: it goes to the topics it matches, waits there for a moderator, or neither. */
export type Handling = 'post' | 'hold' | 'quiet'

/** The same of one that waits for its page. What is held does not wait: a moderator decides about all of it. */
export type Completion = Exclude<Handling, 'hold'>

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
  /** Of what the source gave. */
  content_hash: string
  story_id: number | null
  added_at: number
  updated_at: number
  image: string | null
  /** The beginning as markdown that is safe to show. */
  lead: string | null
  /** Whether the text is what the source gave, or was read from the article's page. */
  text_from: Generated<'source' | 'page'>
  /** Set while the article waits to be completed from its page. */
  completion: Completion | null
  complete_at: number | null
  complete_tries: Generated<number>
}

/**
 * The names by which a source's articles are recognised, several for each. They outlive their article (its id becomes
 * null): what was removed does not come back as new.
 */
interface ArticleKeyTable {
  source_id: number
  key: string
  article_id: number | null
}

/** A named stored query of a server. */
interface TopicTable {
  id: Generated<number>
  guild_id: string
  name: string
  /** Lower case, so that names differ by more than case. */
  name_key: string
  query: string
  /** How narrowly the query is taken; see the matching of topics. */
  width: ColumnType<TopicWidth, TopicWidth | undefined>
  /** Whose it is: nobody else sees it. Null for those of the server. */
  user_id: ColumnType<string | null, string | null | undefined>
  created_by: string
  created_at: number
  /** In the bin since then: see `bin.ts`. */
  removed_at: ColumnType<number | null, number | null | undefined>
}

export type TopicWidth = 'strict' | 'normal' | 'wide'

/** One row with a number that grows whenever a row of `watch_changes` is written. Both are written by triggers. */
interface WatchVersionTable {
  id: number
  number: number
}

/** When the subscribed topics of a server, or what it follows, changed last. */
interface WatchChangesTable {
  guild_id: string
  number: number
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
  /** 1: a moderator has stopped it; what matches meanwhile waits. */
  paused: ColumnType<number, number | undefined>
  /** Each article as a post of its own, in lists, or all of a slot as one digest of stories. */
  style: ColumnType<SubscriptionStyle, SubscriptionStyle | undefined>
  /** Posts of one slot; what is more comes in a list. */
  max_posts: number | null
  /** "22:00-7:00", by the clocks of the time zone. */
  quiet_hours: string | null
  mention_role: string | null
  /** A query: only articles that fit it mention the role. */
  mention_if: string | null
  /** A text above each post, with placeholders. */
  template: string | null
  /** JSON: ids of a forum's tags. */
  tags: string | null
  /** 1: posts are published to the servers that follow the channel. */
  publish: ColumnType<number, number | undefined>
  /** 1: posts wait while people talk in the channel. */
  waits: ColumnType<number, number | undefined>
  /** Whose it is: posts go to them alone. Null for those of a server. */
  user_id: string | null
  /** 1: a post is edited to name other sources that tell its news. */
  coverage: ColumnType<number, number | undefined>
  /** The Discord locale of its person; null: posts are in the server's language. */
  locale: ColumnType<string | null, string | null | undefined>
  created_by: string
  created_at: number
  /** In the bin since then: see `bin.ts`. */
  removed_at: ColumnType<number | null, number | null | undefined>
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
  /** How many other sources the post names that tell the same. */
  covered: Generated<number>
  /** What the post looks like, as a hash; null when that is not known. */
  looks: string | null
  /** When the post was last compared with its article. */
  checked_at: number | null
  /** 1: published to the servers that follow the channel; 2: it cannot be. */
  published: Generated<number>
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
  /** A Discord locale. */
  locale: string | null
  time_zone: string | null
  moderator_role_id: string | null
  moderator_channel_id: string | null
  /** When the bot said hello. */
  greeted_at: number | null
  /** How long articles are kept, and how many of a source; null is as the operator has it. */
  keep_days: ColumnType<number | null, number | null | undefined>
  keep_articles: ColumnType<number | null, number | null | undefined>
}

/** The bot is no longer in this server; its data is deleted some time after. */
interface LeftGuildTable {
  guild_id: string
  left_at: number
}

interface AuditLogTable {
  id: Generated<number>
  guild_id: string
  user_id: string
  action: string
  /** JSON: what was changed. */
  detail: string
  at: number
  /** JSON: what to take back, for changes of which that can be done. */
  undo: string | null
  undone_at: number | null
}

/** State of a paged reply that does not fit into a button's address, such as a long query. */
interface ViewTable {
  id: Generated<number>
  /** JSON, read back through the schema of the command that wrote it. */
  state: string
  created_at: number
  /** Where and for whom it was made; null where that was not noted. */
  guild_id: ColumnType<string | null, string | null | undefined>
  user_id: ColumnType<string | null, string | null | undefined>
}

/** A stretch of the search index; see `createIndexPartStore`. */
interface IndexPartTable {
  epoch: number
  number: number
  data: Buffer
}

/** What a person searched for in a server, to be offered again. */
interface SearchTable {
  guild_id: string
  user_id: string
  query: string
  searched_at: number
}

/** What somebody thinks of an answer; see `createFeedbackStore`. */
interface WrittenSummariesTable {
  article_id: number
  length: string
  article_updated_at: number
  /** JSON. */
  sentences: string
}

interface TopicReadsTable {
  topic_id: number
  user_id: string
  read_at: number
}

interface ConversationsTable {
  /** Id of a channel, a thread or a message. */
  place: string
  /** Empty when everyone there knows of it. */
  user_id: string
  question: string
  asked_at: number
  /** Of the server, or of the one that direct messages are about. */
  guild_id: ColumnType<string | null, string | null | undefined>
}

interface FeedbackTable {
  view_id: number
  guild_id: string
  question: string
  level: string
  /** JSON: what was quoted. */
  evidence: string
  good: number
  version: string
  given_at: number
}

/** What a server used of the language model in a day; see `createModelUsageStore`. */
interface ModelUsageTable {
  guild_id: string
  /** UTC, such as 2026-09-16. */
  day: string
  tokens: number
  ms: number
}
