import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'discord.js'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { translator } from '../../src/core/i18n.js'
import { silentLog } from '../../src/core/log.js'
import { fromRoot } from '../../src/core/root.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { runPreview } from '../../src/run-preview.js'
import { rss, type Site, startSite } from '../support/bot.js'
import {
  browserPath,
  howToInstall,
  launchBrowser,
  namelessControls,
  openPage,
  overflow,
  phone,
  takePicture,
} from '../support/browser.js'
import { connectClient, openDiscord } from '../support/discord.js'
import { startShowcase } from '../support/showcase.js'

if (!browserPath) console.warn(`The tests of the preview page are skipped: ${howToInstall}.`)

/** The real bot in its preview, used by people with a real browser. */
describe.skipIf(!browserPath)('the preview in a browser', () => {
  let folder: string
  let preview: Awaited<ReturnType<typeof runPreview>>
  let site: Site
  let browser: Browser
  /** At a desk; on its own in most tests, as loading takes longer than anything else. */
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-browser-'))
    const settings = { PORT: '0', DATABASE_FILE: join(folder, 'preview.db'), ...openapi() }
    ;[preview, site, browser] = await Promise.all([
      runPreview(readConfig(settings), silentLog),
      startSite({ '/feed': rss([{ id: 'tram', title: 'Night tram to the lighthouse begins in May' }]) }),
      launchBrowser(),
    ])
    page = await open()
  })
  afterEach(() => {
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([preview?.stop(), site?.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, preview.url, { ...options, faults })
  /** The page as it is for somebody who has just come to #general. */
  async function begin(persona: 'Member' | 'Moderator'): Promise<void> {
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
    const choice = page.getByRole('button', { name: persona, exact: true })
    if ((await choice.getAttribute('aria-pressed')) === 'false') await choice.click()
    await page.getByRole('button', { name: 'Courant Preview' }).click()
    await page.getByRole('button', { name: 'general' }).click()
    await page.locator('.composer-text').fill('')
  }

  it('lets a person find a command, choose a suggestion and page through, all by keyboard', async () => {
    await begin('Member')
    await page.keyboard.type('/sea')
    await options(page, { name: '/search' }).waitFor()
    await page.keyboard.press('Tab')
    const query = page.getByRole('combobox', { name: 'query' })
    await expect.poll(() => isFocused(query)).toBe(true)
    await page.keyboard.type('harbour')
    const suggestion = options(page).filter({ hasText: 'bridge' }).first()
    await suggestion.waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await options(page, { selected: true }).count()).toBe(1)
    await page.keyboard.press('Escape')
    expect(await options(page).count()).toBe(0)
    await page.keyboard.type(' bridge')
    await page.keyboard.press('Enter')
    const answer = lastMessage(page)
    await answer.getByText(/^Page 1 of/).waitFor()
    await takePicture(page, 'preview', 1160)
    const next = answer.getByRole('button', { name: 'Next' })
    await next.focus()
    await page.keyboard.press('Enter')
    await answer.getByText(/^Page 2 of/).waitFor()
    expect(await namelessControls(page)).toEqual([])
    await answer.getByRole('button', { name: 'Previous' }).press('Enter')
    await answer.getByText(/^Page 1 of/).waitFor()
    await answer.getByRole('button', { name: 'Dismiss message' }).click()
    await expect.poll(() => page.getByText('Only you can see this').count()).toBe(0)
  })

  it('leaves a command step by step with Escape and Backspace', async () => {
    await begin('Member')
    await page.keyboard.type('/search tram')
    const query = page.getByRole('combobox', { name: 'query' })
    await expect.poll(() => query.inputValue()).toBe('tram')
    await page.keyboard.press('Escape')
    expect(await query.inputValue()).toBe('tram')
    await page.keyboard.press('Escape')
    const box = page.getByRole('combobox', { name: 'Message #general' })
    expect(await box.inputValue()).toBe('')
    await page.keyboard.type('/search t')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect.poll(() => box.inputValue()).toBe('/search')
  })

  it('says what an option still needs before anything is sent', async () => {
    await begin('Member')
    const before = await page.getByRole('article').count()
    await page.keyboard.type('/search ')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'This option is required' }).waitFor()
    expect(await page.getByRole('article').count()).toBe(before)
  })

  it('opens a form from the menu of a message, and answers it', async () => {
    await begin('Member')
    await page.keyboard.type('The council met on Monday. The harbour bridge will be closed from 4 January.')
    await page.keyboard.press('Enter')
    await lastMessage(page).getByText('The council met').waitFor()
    await lastMessage(page).click({ button: 'right' })
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('menuitem', { name: 'Ask about this' }).press('Enter')
    const form = page.getByRole('dialog')
    await form.waitFor()
    expect(await isFocused(form.getByRole('textbox'))).toBe(true)
    expect(await namelessControls(page)).toEqual([])
    await page.keyboard.type('When will the harbour bridge close?')
    await takePicture(page, 'form')
    await form.getByRole('button', { name: 'Submit' }).click()
    await expect.poll(() => form.count()).toBe(0)
    await lastMessage(page).getByText('4 January').first().waitFor()
  })

  it('shows an alert in a topic channel as soon as it is posted, and marks it unread elsewhere', async () => {
    const reader = await open()
    await begin('Moderator')
    await run(page, '/topic create name:Trams query:tram channel:#news schedule:instantly')
    await lastMessage(page).getByText('Trams').first().waitFor()
    await run(page, `/source add address:${site.url}/feed post:everything`)
    await lastMessage(page).getByText('Harbour News').first().waitFor()
    // Once a minute it is posted anyway; whoever does not want to wait has it posted now.
    await page.locator('.composer-text').fill('/subscription run Trams')
    await options(page).first().click()
    await page.getByRole('button', { name: 'Send' }).click()
    const news = reader.getByRole('button', { name: /^news/ })
    await expect.poll(() => news.textContent(), { timeout: 30_000 }).toContain('1')
    await news.click()
    await lastMessage(reader).getByText('Night tram to the lighthouse').first().waitFor()
    await takePicture(reader, 'alert')
    await reader.close()
  }, 60_000)

  it('shows members nothing that is for moderators', async () => {
    await begin('Member')
    expect(await page.getByRole('button', { name: 'moderators' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /this server/ }).count()).toBe(0)
    await page.keyboard.type('/source')
    await expect.poll(() => options(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Moderator' }).click()
    await page.getByRole('button', { name: 'moderators' }).waitFor()
    await page.keyboard.type('/source')
    await options(page, { name: '/source add' }).waitFor()
  })

  it('adds the bot to a second server, where it works at once, and removes it again', async () => {
    await begin('Moderator')
    await page.getByRole('button', { name: '港湾社区' }).click()
    await page.getByText('Courant is not in this server.').waitFor()
    await page.keyboard.type('/')
    expect(await options(page).count()).toBe(0)
    await page.keyboard.press('Backspace')
    await page.getByRole('button', { name: 'Add Courant to this server' }).click()
    await expect.poll(() => page.getByText('Courant is not in this server.').count()).toBe(0)
    await page.getByRole('button', { name: '新闻' }).click()
    await run(page, '/help')
    await lastMessage(page).getByText('/search').first().waitFor()
    page.on('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: 'Remove Courant from this server' }).click()
    await page.getByText('Courant is not in this server.').waitFor()
    await page.getByRole('button', { name: 'Courant Preview' }).click()
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor()
  })

  it('fits a phone: every view, and everything of a command', async () => {
    const page = await open({ size: phone, query: '?as=moderator' })
    const fits = async () => expect(await overflow(page)).toBeLessThanOrEqual(0)
    await fits()
    await page.getByRole('button', { name: 'Channels' }).tap()
    await fits()
    await page.getByRole('button', { name: 'tech' }).tap()
    await expect.poll(() => page.getByRole('button', { name: 'announcements' }).isVisible()).toBe(false)
    await page.locator('.composer-text').tap()
    await page.keyboard.type('/topic create Ferries query:ferry schedule:')
    await options(page).first().waitFor()
    await fits()
    const more = page.getByRole('button', { name: /more$/ })
    await more.tap()
    await options(page).filter({ hasText: 'quiet_hours' }).tap()
    await page.getByRole('combobox', { name: 'quiet_hours' }).waitFor()
    await fits()
    expect(await namelessControls(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await run(page, '/search harbour bridge')
    await lastMessage(page)
      .getByText(/^Page 1 of/)
      .waitFor()
    await fits()
    await takePicture(page, 'phone')
    await lastMessage(page).getByRole('button', { name: 'Open one of these' }).tap()
    await lastMessage(page).getByRole('option').first().waitFor()
    await fits()
  })

  it('leads a moderator from /setup to a first post, on a phone and in Chinese', async () => {
    const page = await open({ size: phone, query: '?as=moderator&lang=zh-CN' })
    const t = translator('zh-CN')
    const fits = async () => expect(await overflow(page)).toBeLessThanOrEqual(0)
    const press = async (label: string) => {
      const button = page.getByRole('button', { name: label, exact: true }).last()
      await button.tap()
      await fits()
    }
    await run(page, '/设置')
    await press(t('setup.accept'))
    await press(t('setup.skip'))
    await press(t('setup.next'))
    await press(t('setup.topic.choose'))
    await page.getByRole('option', { name: t('setup.topic.all') }).tap()
    await page.getByRole('dialog').waitFor()
    await fits()
    await page.getByRole('button', { name: 'Submit' }).tap()
    await press(t('setup.test.button'))
    await page.getByText('这是一条测试').last().waitFor()
    await fits()
    await takePicture(page, 'setup')
    await page.close()
  })
})

/** What Discord's client does with messages of any bot, in a local Discord where a small bot sends them. */
describe.skipIf(!browserPath)('messages in a browser', () => {
  let discord: LocalDiscord
  let client: Client<true>
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    const webRoot = [fromRoot('dist/src/preview/web'), fromRoot('src/preview/web')]
    ;[discord, browser] = await Promise.all([openDiscord({ webRoot }), launchBrowser()])
    client = await connectClient(discord)
    await startShowcase(client)
    page = await openPage(browser, discord.url, { faults })
    await run(page, '/show')
    await lastMessage(page).getByRole('button', { name: 'Ask' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await client?.destroy()
    await discord?.close()
    expect(faults).toEqual([])
  })

  const showcase = () => page.getByRole('article').first()
  const heard = (text: string | RegExp) => lastMessage(page).getByText(text).waitFor()

  it('hold menus of roles, channels and people that Discord fills', async () => {
    await showcase().getByRole('button', { name: /^Role/ }).click()
    await showcase().getByRole('option', { name: 'Moderator' }).click()
    await heard('role: Moderator')
    await showcase()
      .getByRole('button', { name: /^Channel/ })
      .press('ArrowDown')
    const channels = await showcase().getByRole('option').allTextContents()
    expect(channels.map((text) => text.trim())).toEqual(['#announcements'])
    await page.keyboard.press('Enter')
    await heard('channel: announcements')
    // What is chosen at first counts until it is taken away.
    await showcase().getByRole('button', { name: 'People, Mia' }).click()
    await showcase().getByRole('option', { name: 'Theo' }).click()
    await page.keyboard.press('Escape')
    await heard('people: Mia, Theo')
  })

  it('open forms with lines, paragraphs and menus', async () => {
    await showcase().getByRole('button', { name: 'Ask' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Title' }).fill('Ferries')
    await form.getByRole('textbox', { name: 'Why' }).fill('They\nsail.')
    await form.getByRole('button', { name: 'Submit' }).click()
    // The menu is required: the form stays until something is chosen.
    await form.getByRole('button', { name: /^Where/ }).click()
    await form.getByRole('option', { name: '#news' }).click()
    await form.getByRole('button', { name: /^How/ }).click()
    await form.getByRole('option', { name: 'Digest' }).click()
    expect(await namelessControls(page)).toEqual([])
    await form.getByRole('button', { name: 'Submit' }).click()
    await heard('form: Ferries, They sail., news, digest')
  })

  it('cannot be pressed where a button is disabled', async () => {
    const button = showcase().locator('discord-button', { hasText: 'Not now' })
    await button.click({ force: true })
    await button.focus()
    await page.keyboard.press('Enter')
    await showcase().getByRole('button', { name: 'Ask' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await page.getByText('pressed').count()).toBe(0)
  })

  it('name commands that a click puts into the message box, and times that pass', async () => {
    await showcase().getByText('in 2 hours').waitFor()
    await showcase().getByRole('button', { name: '/show' }).click()
    await page.locator('.pill-command', { hasText: '/show' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  })

  it('come in the language that the person chooses, as do the names of commands', async () => {
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: '中文' })
    await showcase().getByText('2小时后').waitFor()
    await page.locator('.composer-text').fill('/展')
    await options(page, { name: '/展示' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await heard('zh-CN, en-US')
    expect(page.url()).toContain('lang=zh-CN')
  })
})

function openapi(): { DISCORD_OPENAPI?: string } {
  const file = process.env.DISCORD_OPENAPI
  return file ? { DISCORD_OPENAPI: file } : {}
}

/** Types a command into the message box and sends it. */
async function run(page: Page, command: string): Promise<void> {
  await page.locator('.composer-text').focus()
  await page.keyboard.type(`${command} `)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.composer-text').waitFor()
}

/** The lines of the list above the message box. */
function options(page: Page, filter: { name?: string; selected?: boolean } = {}): Locator {
  return page.locator('#composer-list').getByRole('option', filter)
}

function lastMessage(page: Page): Locator {
  return page.getByRole('article').last()
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.matches(':focus'))
}
