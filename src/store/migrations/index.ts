import type { Kysely } from 'kysely'
import * as start from './001-start.js'
import * as reading from './002-reading.js'
import * as search from './003-search.js'
import * as feedback from './004-feedback.js'
import * as modelUsage from './005-model-usage.js'
import * as conversations from './006-conversations.js'
import * as digests from './007-digests.js'
import * as writtenSummaries from './008-written-summaries.js'
import * as topicWidth from './009-topic-width.js'
import * as paused from './010-paused.js'
import * as subscriptionOptions from './011-subscription-options.js'
import * as personal from './012-personal.js'
import * as looks from './013-looks.js'
import * as undo from './014-undo.js'
import * as retention from './015-retention.js'
import * as processes from './016-processes.js'
import * as activity from './017-activity.js'
import * as ledger from './018-ledger.js'

interface Step {
  up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void>
}

/** Every step in the order it runs. Forward only: a step that was released is never edited or removed. */
export const steps: Record<string, Step> = {
  '001-start': start,
  '002-reading': reading,
  '003-search': search,
  '004-feedback': feedback,
  '005-model-usage': modelUsage,
  '006-conversations': conversations,
  '007-digests': digests,
  '008-written-summaries': writtenSummaries,
  '009-topic-width': topicWidth,
  '010-paused': paused,
  '011-subscription-options': subscriptionOptions,
  '012-personal': personal,
  '013-looks': looks,
  '014-undo': undo,
  '015-retention': retention,
  '016-processes': processes,
  '017-activity': activity,
  '018-ledger': ledger,
}

/** The name of the newest step: the version of the schema. */
export const schemaVersion = Object.keys(steps).at(-1) ?? ''
