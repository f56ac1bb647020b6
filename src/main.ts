#!/usr/bin/env node
import 'dotenv/config'
import { ConfigError, readConfig } from './config.js'
import { createLogger } from './ops/logger.js'
import { runBot } from './run-bot.js'
import { runPreview } from './run-preview.js'

/** `npm start`: the bot on Discord when there is a token, else the local preview. */
async function start(): Promise<{ stop(): Promise<void> }> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  return config.token ? await runBot({ ...config, token: config.token }, log) : await runPreview(config, log)
}

/** Ends in good order, also when it has only begun to start. A second signal ends at once, as people expect. */
async function stopOnSignal(running: Promise<{ stop(): Promise<void> }>): Promise<never> {
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await (await running).stop()
  process.exit(0)
}

/** What the operator can mend is one line; anything else comes with its stack. */
function fail(error: unknown): never {
  const known = error instanceof ConfigError || (error instanceof Error && /^[a-z]+: /.test(error.message))
  console.error(known ? error.message : error)
  process.exit(1)
}

const running = start()
Promise.all([running, stopOnSignal(running)]).catch(fail)
