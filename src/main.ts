#!/usr/bin/env node
import 'dotenv/config'
import { inspect } from 'node:util'
import { type Config, ConfigError, readConfig, secretsOf } from './config.js'
import type { Log } from './core/log.js'
import { createLogger, redact } from './ops/logger.js'

/** `npm start`: the bot on Discord when there is a token, else the local preview. */
async function start(): Promise<{ stop(): Promise<void> }> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel, { secrets: secretsOf(config) })
  if (config.token) return await startBot({ ...config, token: config.token }, log)
  // Only now: a bot on Discord needs neither its files nor the memory for it, and a wrong setting is said at once.
  const { runPreview } = await import('./run-preview.js')
  return await runPreview(config, log)
}

async function startBot(config: Config & { token: string }, log: Log): Promise<{ stop(): Promise<void> }> {
  const { startOperations } = await import('./ops/operations.js')
  const { runBot } = await import('./run-bot.js')
  const operations = await startOperations({ metrics: config.metrics, log, exit: process.exit })
  const bot = await runBot(config, log, { metrics: operations.metrics })
  operations.observe(bot)
  return {
    async stop() {
      await operations.stop()
      await bot.stop()
    },
  }
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
  console.error(redact(known ? error.message : inspect(error)))
  process.exit(1)
}

process.once('uncaughtException', fail)
const running = start()
Promise.all([running, stopOnSignal(running)]).catch(fail)
