import { ConfigError } from '../config.js'
import { UserError } from '../core/errors.js'
import { ImportError } from '../ops/transfer/format.js'
import { importAll } from '../ops/transfer/import-all.js'
import { readLines } from '../ops/transfer/read-lines.js'
import type { Services } from '../services.js'
import { openDatabase } from '../store/database.js'
import { lockDatabase } from '../store/processes.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { sentence, t } from './texts.js'

export const importCommand: CliCommand = {
  help: {
    'import PATH…': 'read folders, files or feed addresses into the index',
    'import --all FILE': 'fill an empty database with what export --all wrote',
  },
  run: (call) => (call.flags.all ? importExport(call) : importInto(call)),
}

const importInto = withServices(importPaths, ({ config }) => config.database)

/** No bot may be running: it would read and post while half of what was posted is known. */
async function importExport({ words: [file], config }: Call): Promise<Output> {
  if (file === undefined) throw new UserError('cli.missing', { what: 'FILE', command: 'import --all' })
  const lock = await lockDatabase(config.database)
  try {
    const database = await openDatabase(config.database)
    try {
      const rows = await importAll(database, readLines(file))
      return { json: { file, rows }, text: [`${rows} rows`] }
    } finally {
      await database.close()
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    throw new ConfigError(`courant: ${file} was not imported: ${error.message}`)
  } finally {
    await lock.leave()
  }
}

const kinds = ['articles', 'excerpts', 'headlines'] as const

async function importPaths({ words: paths }: Call, { sources }: Services): Promise<Output> {
  if (paths.length === 0) throw new UserError('cli.missing', { what: 'PATH', command: 'import' })
  const total = { articles: 0, excerpts: 0, headlines: 0 }
  let failed = false
  const skipped: { path: string; reason: string }[] = []
  for (const path of paths) {
    try {
      const { report } = await sources.importFrom(path, Date.now())
      for (const kind of kinds) total[kind] += report[kind]
      skipped.push(
        ...report.skipped.map(({ path: file, reason }) => ({ path: file, reason: sentence(reason) })),
      )
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      skipped.push({ path, reason: sentence(error) })
      failed = true
    }
  }
  return {
    json: { ...total, skipped },
    text: [
      kinds.map((kind) => t(`count.${kind}`, { count: total[kind] })).join(', '),
      ...skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`),
    ],
    failed,
  }
}
