import type { Services } from '../services.js'
import { displayAddress } from '../sources/source-address.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { t } from './texts.js'

export const pollCommand: CliCommand = {
  help: { poll: 'read every source now' },
  run: withServices(poll),
}

async function poll(_call: Call, { sources, stores }: Services): Promise<Output> {
  const results = []
  for (const source of await stores.sources.all()) {
    const { added, updated } = await sources.poll(source, Date.now())
    const problem = (await stores.sources.get(source.id))?.last_error
    results.push({
      source: source.title,
      address: displayAddress(source),
      added,
      updated,
      error: problem ? t(problem.key, problem.params) : null,
    })
  }
  return {
    json: { sources: results },
    text:
      results.length === 0
        ? [t('cli.noSources')]
        : results.map(
            ({ source, added, updated, error }) =>
              `${source}: ${error ?? t('cli.polled', { added, updated })}`,
          ),
    failed: results.some(({ error }) => error !== null),
  }
}
