import { UserError } from '../core/errors.js'
import type { Services } from '../services.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { sentence, t } from './texts.js'

export const importCommand: CliCommand = {
  help: { 'import PATH…': 'read folders, files or feed addresses into the index' },
  run: withServices(importPaths, ({ config }) => config.database),
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
