import { readFileSync } from 'node:fs'
import { parse } from 'dotenv'
import { describe, expect, it } from 'vitest'
import { renderEnvExample } from '../src/config/describe-settings.js'
import { readConfig } from '../src/config.js'
import { fromRoot } from '../src/core/root.js'

describe('readConfig', () => {
  it('starts the preview without a token, with this computer and its folders open to it', () => {
    const config = readConfig({})
    expect(config.token).toBeUndefined()
    expect(config.port).toBe(3000)
    expect(config.allowedAddresses).toContain('127.0.0.0/8')
    expect(config.sourceFolders).toContain('/')
  })

  it('opens nothing private to a bot on Discord unless told to', () => {
    const config = readConfig({ DISCORD_TOKEN: 'x'.repeat(50) })
    expect(config.allowedAddresses).toEqual([])
    expect(config.sourceFolders).toEqual([fromRoot('data', 'samples')])
    expect(config.pollMs).toBe(900_000)
  })

  it('refuses production without a token', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(
      /DISCORD_TOKEN is not set.*NODE_ENV=production/,
    )
  })

  it.each([
    [{ POLL_SECONDS: '5m' }, /POLL_SECONDS must be a whole number .* got "5m"\. Example: 900/],
    [{ POLL_SECONDS: '1' }, /from 10 to 86400, got "1"/],
    [{ PORT: '99999' }, /PORT must be .* got "99999"/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must be a postgres:\/\/ address/],
    [{ DISCORD_API_URL: 'discord.com' }, /DISCORD_API_URL must be an http/],
    [{ ALLOWED_ADDRESSES: '10.0.0.0/40' }, /ALLOWED_ADDRESSES must be/],
    [{ ALLOWED_ADDRESSES: 'localhost' }, /ALLOWED_ADDRESSES must be/],
    [{ CONTACT_URL: 'mail me' }, /CONTACT_URL must be/],
    [{ LLM_BASE_URL: 'localhost:11434' }, /LLM_BASE_URL must be an http\(s\) address .* Example: http:/],
    [{ LLM_BASE_URL: 'foo' }, /LLM_BASE_URL must be an http\(s\) address .* got "foo"\. Example: http:/],
    [{ LLM_BASE_URL: 'https://me@llm.test/v1' }, /LLM_BASE_URL must be .* without a password/],
    [{ LLM_BASE_URL: 'https://me:pass@llm.test/v1' }, /LLM_BASE_URL must be .* without a password/],
    [{ LLM_MODEL: 'my model' }, /LLM_MODEL must be the name of a model/],
    [
      { LLM_BASE_URL: 'http://llm.test' },
      /LLM_BASE_URL is set, but LLM_MODEL is not.* Set LLM_MODEL to .*llama/,
    ],
    [{ LLM_MODEL: 'm' }, /LLM_MODEL is set, but LLM_BASE_URL is not.* or remove LLM_MODEL/],
    [{ LLM_DAILY_TOKENS: '100' }, /LLM_DAILY_TOKENS must be .* from 10000 /],
    [{ LLM_DAILY_SECONDS: '1h' }, /LLM_DAILY_SECONDS must be .* got "1h"/],
  ])('names variable, expectation, value and remedy for %o', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })

  it('has no language model unless address and name are set', () => {
    expect(readConfig({}).model).toBeUndefined()
    expect(readConfig({ LLM_BASE_URL: 'http://llm.test', LLM_MODEL: 'm' }).model).toEqual({
      baseUrl: 'http://llm.test',
      name: 'm',
      apiKey: undefined,
      dailyTokens: 200_000,
      dailySeconds: 1800,
    })
  })

  it('never repeats a secret in a message', () => {
    expect(() => readConfig({ LLM_API_KEY: 'sk my key' })).not.toThrow(/my key/)
    expect(() => readConfig({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).not.toThrow(/hunter2/)
    expect(() => readConfig({ LLM_BASE_URL: 'https://me:hunter2@llm.test' })).not.toThrow(/hunter2/)
    expect(() => readConfig({ DISCORD_TOKEN: 'my secret token' })).not.toThrow(/secret token/)
  })

  it('counts empty variables as not set', () => {
    expect(readConfig({ PORT: '', DISCORD_TOKEN: ' ' })).toEqual(readConfig({}))
  })

  it('is described in .env.example as it is', () => {
    const example = readFileSync(fromRoot('.env.example'), 'utf8')
    expect(example).toBe(renderEnvExample())
    expect(readConfig(parse(example))).toEqual(readConfig({}))
  })
})
