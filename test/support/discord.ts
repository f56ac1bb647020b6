import { Client, type ClientOptions, Events, GatewayIntentBits } from 'discord.js'
import { expect } from 'vitest'
import { sendRequest } from '../../src/discord/send-request.js'
import {
  type LocalDiscord,
  type LocalDiscordOptions,
  startLocalDiscord,
} from '../../src/preview/local-discord.js'
import { loadOpenApi, type OpenApi } from '../../src/preview/openapi.js'

let openapi: OpenApi | undefined

/**
 * A local Discord for tests: no rate limits unless asked, and every request checked against Discord's API document
 * when `DISCORD_OPENAPI` names it.
 */
export function openDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const file = process.env.DISCORD_OPENAPI
  // Once for all tests: each of its schemas is compiled when it is first needed, which takes most of a test's time.
  if (file) openapi ??= loadOpenApi(file)
  return startLocalDiscord({ rateLimits: false, ...(openapi && { openapi }), ...options })
}

/** A real discord.js client, logged in and ready. Whoever calls destroys it. */
export async function connectClient(
  discord: LocalDiscord,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    ...options,
    rest: { api: discord.apiUrl, makeRequest: sendRequest, ...options.rest },
  })
  // discord.js ends the process when nobody listens.
  client.on(Events.Error, () => undefined)
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(discord.token)
  return ready
}

/** The next event of that name. */
export function nextEvent<Name extends keyof import('discord.js').ClientEvents>(
  client: Client,
  name: Name,
): Promise<import('discord.js').ClientEvents[Name]> {
  return new Promise((resolve) => client.once(name, (...args) => resolve(args)))
}

/** Fails with what Discord would not have allowed. */
export function expectNoViolations(discord: LocalDiscord): void {
  expect(discord.violations).toEqual([])
}
