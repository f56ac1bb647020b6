import { type Translate, translator } from './i18n.js'

/** Where a server's language is known from: what its moderators chose, else what Discord says of it. */
export interface LanguageSources {
  settings: { of(guildId: string): Promise<{ locale: string | null }> }
  channels: { localeOf(guildId: string): string | undefined }
}

/** The Discord locale of what everyone in a server reads, such as posts; people themselves are answered in theirs. */
export async function serverLocale(
  guildId: string,
  { settings, channels }: LanguageSources,
): Promise<string> {
  return (await settings.of(guildId)).locale ?? channels.localeOf(guildId) ?? 'en-US'
}

export async function serverTranslator(guildId: string, sources: LanguageSources): Promise<Translate> {
  return translator(await serverLocale(guildId, sources))
}
