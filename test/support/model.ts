import type { Log } from '../../src/core/log.js'
import { createModelWriter, type ModelOptions } from '../../src/model/model-writer.js'
import { openDatabase } from '../../src/store/database.js'
import { createStores } from '../../src/store/stores.js'
import { noon } from './articles.js'
import { emptyDatabase } from './database.js'
import { createModelEndpoint, deliver, type Respond } from './model-endpoint.js'

/** A log that keeps its lines. */
export function createTestLog() {
  const lines: { level: string; text: string }[] = []
  const at = (level: string) => (details: object, message: string) => {
    lines.push({ level, text: `${message} ${JSON.stringify(details)}` })
  }
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return {
    log,
    lines,
    of: (level: string) => lines.filter((line) => line.level === level).map(({ text }) => text),
  }
}

/** A writer in front of a scripted endpoint, on an empty ledger. */
export async function createTestModel(
  respond: Respond = deliver.empty(),
  {
    limits,
    settings,
  }: { limits?: ModelOptions['limits']; settings?: Partial<ModelOptions['settings']> } = {},
) {
  const endpoint = await createModelEndpoint(respond)
  const database = await openDatabase(await emptyDatabase('sqlite'))
  const { modelUsage } = createStores(database.db)
  const clock = { now: noon }
  const log = createTestLog()
  const writer = createModelWriter({
    settings: {
      baseUrl: endpoint.url,
      name: 'scripted',
      apiKey: 'sk-very-secret',
      dailyTokens: 1_000_000,
      dailySeconds: 36_000,
      ...settings,
    },
    ledger: modelUsage,
    log: log.log,
    now: () => clock.now,
    ...(limits && { limits }),
  })
  return {
    endpoint,
    writer,
    clock,
    log,
    usage: (guildId = 'g1') => modelUsage.of(guildId, new Date(clock.now).toISOString().slice(0, 10)),
    async close() {
      await writer.close()
      await endpoint.close()
      await database.close()
    },
  }
}
