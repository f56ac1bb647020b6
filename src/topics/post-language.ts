import { type Translate, translator } from '../core/i18n.js'
import { type LanguageSources, serverTranslator } from '../core/server-language.js'
import type { Subscription } from '../store/subscriptions.js'

/** The language of a subscription's posts: that of the person they go to, else the server's. */
export async function postTranslator(
  { guild_id, locale }: Pick<Subscription, 'guild_id' | 'locale'>,
  sources: LanguageSources,
): Promise<Translate> {
  return locale === null ? await serverTranslator(guild_id, sources) : translator(locale)
}
