import type { PreviewLocale } from '../protocol.js'

/** The languages that a person can choose, each under its own name. */
export const languages: readonly { locale: PreviewLocale; name: string }[] = [
  { locale: 'en-US', name: 'English' },
  { locale: 'zh-CN', name: '中文' },
  { locale: 'de', name: 'Deutsch' },
  { locale: 'es-ES', name: 'Español' },
  { locale: 'ja', name: '日本語' },
]

/** The language of that code, else English. */
export function toLocale(code: string | null): PreviewLocale {
  return languages.find(({ locale }) => locale === code)?.locale ?? 'en-US'
}

/** A text in the person's language, as Discord's client chooses it: the translation if there is one, else the original. */
export function localized(
  text: string,
  translations: Partial<Record<string, string | null>> | null | undefined,
  locale: PreviewLocale,
): string {
  return translations?.[locale] || text
}
