import { allShards } from '../core/shards.js'
import { createActivityStore } from './activity.js'
import { createArticleStore } from './articles.js'
import { createAuditStore } from './audit.js'
import { createBinStore } from './bin.js'
import { createCompletionStore } from './completions.js'
import { createConversationStore } from './conversations.js'
import type { Database } from './database.js'
import { createDeliveryStore } from './deliveries.js'
import { createFeedbackStore } from './feedback.js'
import { createFollowerStore } from './followers.js'
import { createGuildStore } from './guilds.js'
import { createIndexPartStore } from './index-parts.js'
import { createModelUsageStore } from './model-usage.js'
import { createPeopleStore } from './people.js'
import { createPostStore } from './posts.js'
import { createRetentionStore } from './retention.js'
import { createRunStore } from './runs.js'
import { createSearchStore } from './searches.js'
import { createSettingsStore } from './settings.js'
import { createSourceDeliveryStore } from './source-deliveries.js'
import { createSourceStore } from './sources.js'
import { createStoryStore } from './stories.js'
import { createSubscriptionStore } from './subscriptions.js'
import { createTopicStore } from './topics.js'
import { createViewStore } from './views.js'
import { createWatchStore } from './watches.js'
import { createWriteProbe } from './write-probe.js'
import { createWrittenSummaryStore } from './written-summaries.js'

/** All stores over one handle. `transaction` gives a callback the same stores inside one transaction. */
export interface Stores {
  sources: ReturnType<typeof createSourceStore>
  followers: ReturnType<typeof createFollowerStore>
  activity: ReturnType<typeof createActivityStore>
  articles: ReturnType<typeof createArticleStore>
  completions: ReturnType<typeof createCompletionStore>
  stories: ReturnType<typeof createStoryStore>
  topics: ReturnType<typeof createTopicStore>
  subscriptions: ReturnType<typeof createSubscriptionStore>
  deliveries: ReturnType<typeof createDeliveryStore>
  sourceDeliveries: ReturnType<typeof createSourceDeliveryStore>
  posts: ReturnType<typeof createPostStore>
  watches: ReturnType<typeof createWatchStore>
  settings: ReturnType<typeof createSettingsStore>
  audit: ReturnType<typeof createAuditStore>
  bin: ReturnType<typeof createBinStore>
  views: ReturnType<typeof createViewStore>
  searches: ReturnType<typeof createSearchStore>
  conversations: ReturnType<typeof createConversationStore>
  feedback: ReturnType<typeof createFeedbackStore>
  writtenSummaries: ReturnType<typeof createWrittenSummaryStore>
  modelUsage: ReturnType<typeof createModelUsageStore>
  indexParts: ReturnType<typeof createIndexPartStore>
  guilds: ReturnType<typeof createGuildStore>
  people: ReturnType<typeof createPeopleStore>
  retention: ReturnType<typeof createRetentionStore>
  writeProbe: ReturnType<typeof createWriteProbe>
  runs: ReturnType<typeof createRunStore>
  transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>
}

/** `shards`: the servers that this process posts to, and whose articles it keeps in memory. */
export function createStores(db: Database, shards = allShards): Stores {
  return {
    sources: createSourceStore(db),
    followers: createFollowerStore(db, shards),
    activity: createActivityStore(db),
    articles: createArticleStore(db, shards),
    completions: createCompletionStore(db),
    stories: createStoryStore(db),
    topics: createTopicStore(db),
    subscriptions: createSubscriptionStore(db, shards),
    deliveries: createDeliveryStore(db, shards),
    sourceDeliveries: createSourceDeliveryStore(db),
    posts: createPostStore(db, shards),
    watches: createWatchStore(db),
    settings: createSettingsStore(db),
    audit: createAuditStore(db),
    bin: createBinStore(db),
    views: createViewStore(db),
    searches: createSearchStore(db),
    conversations: createConversationStore(db),
    feedback: createFeedbackStore(db),
    writtenSummaries: createWrittenSummaryStore(db),
    modelUsage: createModelUsageStore(db),
    indexParts: createIndexPartStore(db, shards),
    guilds: createGuildStore(db),
    people: createPeopleStore(db),
    retention: createRetentionStore(db),
    writeProbe: createWriteProbe(db),
    runs: createRunStore(db),
    // Inside a transaction, a nested call joins it.
    transaction: (work) =>
      db.isTransaction
        ? work(createStores(db, shards))
        : db.transaction().execute((trx) => work(createStores(trx, shards))),
  }
}
