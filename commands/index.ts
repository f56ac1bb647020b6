import type { Command } from '../src/core/command.js'
import type { Deps } from '../src/services.js'
import alerts from './alerts.js'
import ask from './ask/index.js'
import audit from './audit/index.js'
import help from './help.js'
import latest from './latest.js'
import search from './search/index.js'
import setup from './setup/index.js'
import source from './source/index.js'
import status from './status/index.js'
import subscribe from './subscribe.js'
import subscription from './subscription/index.js'
import summary from './summary/index.js'
import topic from './topic/index.js'
import unsubscribe from './unsubscribe.js'
import why from './why.js'

/** The only list of commands: dispatch, registration, help and the tests read it. */
export const commands: readonly Command<Deps>[] = [
  search,
  ask,
  latest,
  summary,
  alerts,
  topic,
  subscribe,
  unsubscribe,
  subscription,
  source,
  status,
  audit,
  why,
  setup,
  help,
]
