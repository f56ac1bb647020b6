#!/usr/bin/env node
import 'dotenv/config'
import { ConfigError, readConfig } from './config.js'
import { createLogger } from './ops/logger.js'
import { runBot } from './run-bot.js'
import { runPreview } from './run-preview.js'

/** `npm start`: the bot on Discord when there is a token, else the local preview. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  const running = config.token
    ? await runBot({ ...config, token: config.token }, log)
    : await runPreview(config, log)

  const stop = (signal: NodeJS.Signals) => {
    // A second signal ends the process at once, as people expect of Ctrl-C.
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(name)
    log.info({ signal }, 'stopping')
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** What the operator can mend is one line; anything else comes with its stack. */
function fail(error: unknown): never {
  const known = error instanceof ConfigError || (error instanceof Error && /^[a-z]+: /.test(error.message))
  console.error(known ? error.message : error)
  process.exit(1)
}

main().catch(fail)
