import type { Config } from './config.js'
import type { Log } from './core/log.js'
import { fromRoot } from './core/root.js'
import { startLocalDiscord } from './preview/local-discord.js'
import { loadOpenApi } from './preview/openapi.js'
import { type Running, runBot } from './run-bot.js'
import type { Services } from './services.js'
import { sampleFolders } from './sources/suggestions.js'

/** The built page, and the files beside its sources that need no building. */
const webRoots = [fromRoot('dist/src/preview/web'), fromRoot('src/preview/web')]

/** The real bot, logged in to a local Discord with a page that looks like Discord's own client. */
export async function runPreview(config: Config, log: Log): Promise<Pick<Running, 'stop'> & { url: string }> {
  const discord = await startLocalDiscord({
    port: config.port,
    webRoot: webRoots,
    ...(config.openapiFile && { openapi: loadOpenApi(config.openapiFile) }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(
      `preview: port ${config.port} is taken. Set PORT to another one, such as ${config.port + 1}.`,
    )
  })
  const bot = await runBot({ ...config, token: discord.token, apiUrl: discord.apiUrl }, log)
  await followSamples(bot.services, discord.guildId, discord.botId, log)
  console.log(`\n  Courant's preview is ready: ${discord.url}\n  Stop it with Ctrl-C.\n`)
  return {
    url: discord.url,
    async stop() {
      await bot.stop()
      await discord.close()
    },
  }
}

/** On the first start the preview's server follows what ships in `data/samples`, one source per folder. */
async function followSamples({ sources, stores }: Services, guildId: string, userId: string, log: Log) {
  if ((await stores.followers.followedBy(guildId)).length > 0) return
  for (const { title, url: address } of sampleFolders()) {
    const request = { address, guildId, userId, post: 0, now: Date.now(), progress: async () => {} }
    await sources.follow(request)
    log.info({ folder: title }, 'sample source followed')
  }
}
