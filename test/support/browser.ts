import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { fromRoot } from '../../src/core/root.js'

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of this machine, which `CHROMIUM` may name; undefined when there is none. */
export const browserPath = process.env.CHROMIUM ?? usualPaths.find((path) => existsSync(path))

export const howToInstall =
  'no browser is installed: "apt-get install chromium" on Debian, or set CHROMIUM to the path of one'

/** Starts the browser without a window, and with nothing that would look for a network. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export const desktop = { width: 1200, height: 900 }
export const phone = { width: 360, height: 740 }

/** The preview's page, ready to type in. What goes wrong on it is noted in `faults`. */
export async function openPage(
  browser: Browser,
  url: string,
  { size = desktop, query = '', faults = [] as string[] } = {},
): Promise<Page> {
  const page = await browser.newPage({
    viewport: size,
    hasTouch: size === phone,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  })
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.goto(`${url}/preview/${query}`)
  await page.locator('.composer-text').waitFor()
  return page
}

/**
 * Keeps a picture of the page in the folder that `PICTURES` names, on a screen of that height; without it nothing
 * happens.
 */
export async function takePicture(page: Page, name: string, height?: number): Promise<void> {
  const folder = process.env.PICTURES
  const size = page.viewportSize()
  if (!folder || !size) return
  await page.setViewportSize({ ...size, height: height ?? size.height })
  await page.screenshot({ path: fromRoot(folder, `${name}.png`), animations: 'disabled' })
  await page.setViewportSize(size)
}

interface AccessibilityNode {
  ignored: boolean
  backendDOMNodeId: number
  role?: { value: string }
  name?: { value: string }
}

/** What can be operated, or seen, but has no name that a screen reader could say: its role and its place in the page. */
export async function namelessControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AccessibilityNode[] }
  const nameless = nodes
    .filter(({ ignored, role }) => !ignored && operable.has(role?.value ?? ''))
    .filter(({ name }) => !name?.value.trim())
  const found = await Promise.all(
    nameless.map(async ({ role, backendDOMNodeId: backendNodeId }) => {
      const { outerHTML } = await session.send('DOM.getOuterHTML', { backendNodeId })
      return `${role?.value}: ${outerHTML.slice(0, 200)}`
    }),
  )
  await session.detach()
  return found
}

const operable = new Set([
  'button',
  'link',
  'textbox',
  'combobox',
  'listbox',
  'option',
  'menu',
  'menuitem',
  'dialog',
  'checkbox',
  'image',
])

/** How far the page is wider than the screen, in px. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
