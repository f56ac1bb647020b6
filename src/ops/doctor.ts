import type { Config } from '../config.js'
import { translator } from '../core/i18n.js'
import { probeModel } from '../model/probe-model.js'
import type { Services } from '../services.js'
import { displayAddress } from '../sources/source-address.js'
import type { Source } from '../store/sources.js'
import type { Check } from './check.js'
import { checkDatabase, checkDisk } from './check-database.js'
import { checkDiscord, type Expected } from './check-discord.js'

const modelTimeoutMs = 10_000
const dayMs = 86_400_000
/** More would keep Discord busy with nothing else; they are told of one by one when they are posted to. */
const placesLooked = 200

/** Looks at everything the bot needs and says what to do about what is not well. */
export async function runDoctor(
  config: Config,
  { stores }: Pick<Services, 'stores'>,
  commands: Expected['commands'],
  now: () => number,
) {
  const sources = await stores.sources.all()
  return report([
    checkClock(now()),
    await checkDatabase(config.database, await stores.articles.count()),
    await checkDisk(config.database),
    ...(await checkDiscord(
      config,
      { commands, places: await stores.subscriptions.places(placesLooked) },
      now,
    )),
    await checkModel(config),
    checkNetwork(sources, now()),
    ...checkSources(sources),
  ])
}

/** As the command line prints it. */
export function report(checks: readonly Check[]) {
  return {
    json: { ok: checks.every(({ ok }) => ok), checks },
    text: checks.map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`),
    failed: checks.some(({ ok }) => !ok),
  }
}

/** Discord's ids hold times: a clock that is far off breaks schedules and dates. */
function checkClock(now: number): Check {
  const ok = now > Date.UTC(2026, 0, 1)
  const time = new Date(now).toISOString()
  return { name: 'clock', ok, detail: ok ? time : `it says ${time}; set the computer's clock` }
}

async function checkModel({ model }: Config): Promise<Check> {
  const name = 'language model'
  if (!model) return { name, ok: true, detail: 'none (no LLM_BASE_URL): answers are quoted word for word' }
  return { name, ...(await probeModel(model, modelTimeoutMs)) }
}

/** One site that cannot be read is that site's trouble; all of them together are the network's. */
function checkNetwork(sources: readonly Source[], now: number): Check {
  const name = 'network'
  const web = sources.filter(
    ({ url, last_checked_at }) => /^https?:/.test(url) && (last_checked_at ?? 0) > now - dayMs,
  )
  const read = web.filter(({ failures }) => failures === 0)
  if (web.length > 0 && read.length === 0)
    return {
      name,
      ok: false,
      detail: `none of ${web.length} web sources could be read; check the network and its proxy`,
    }
  return {
    name,
    ok: true,
    detail: `${read.length} of ${web.length} web sources of the last day could be read`,
  }
}

function checkSources(sources: readonly Source[]): Check[] {
  const t = translator('en')
  const failing = sources.flatMap((source) =>
    source.last_error ? [{ source, problem: t(source.last_error.key, source.last_error.params) }] : [],
  )
  const well = {
    name: 'sources',
    ok: failing.length === 0,
    detail: `${sources.length}, ${failing.length} failing`,
  }
  return [
    well,
    ...failing.map(({ source, problem }) => ({ name: displayAddress(source), ok: false, detail: problem })),
  ]
}
