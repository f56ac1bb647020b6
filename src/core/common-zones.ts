import { primaryLanguage } from './language.js'

/** Discord locale, or language → the time zones of most people who speak it, the most likely first. */
const byLanguage: Readonly<Record<string, string>> = {
  en: 'America/New_York America/Chicago America/Denver America/Los_Angeles Europe/London America/Toronto Australia/Sydney',
  'en-GB': 'Europe/London Europe/Dublin Australia/Sydney America/Toronto America/New_York',
  zh: 'Asia/Shanghai Asia/Hong_Kong Asia/Taipei Asia/Singapore Asia/Urumqi America/Vancouver',
  'zh-TW': 'Asia/Taipei Asia/Hong_Kong Asia/Macau Asia/Shanghai',
  de: 'Europe/Berlin Europe/Vienna Europe/Zurich Europe/Luxembourg',
  es: 'Europe/Madrid Atlantic/Canary America/Mexico_City America/Bogota America/Lima America/Santiago America/Argentina/Buenos_Aires',
  'es-419':
    'America/Mexico_City America/Bogota America/Lima America/Caracas America/Santiago America/Argentina/Buenos_Aires America/Montevideo',
  ja: 'Asia/Tokyo',
  ko: 'Asia/Seoul',
  fr: 'Europe/Paris Europe/Brussels Europe/Zurich America/Toronto',
  pt: 'America/Sao_Paulo America/Manaus America/Recife Europe/Lisbon',
  it: 'Europe/Rome',
  nl: 'Europe/Amsterdam Europe/Brussels',
  pl: 'Europe/Warsaw',
  ru: 'Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok',
  uk: 'Europe/Kyiv',
  tr: 'Europe/Istanbul',
  vi: 'Asia/Ho_Chi_Minh',
  th: 'Asia/Bangkok',
  hi: 'Asia/Kolkata',
  id: 'Asia/Jakarta Asia/Makassar Asia/Jayapura',
  sv: 'Europe/Stockholm Europe/Helsinki',
  da: 'Europe/Copenhagen',
  no: 'Europe/Oslo',
  fi: 'Europe/Helsinki',
  cs: 'Europe/Prague',
  hu: 'Europe/Budapest',
  ro: 'Europe/Bucharest',
  el: 'Europe/Athens',
  bg: 'Europe/Sofia',
  hr: 'Europe/Zagreb',
  lt: 'Europe/Vilnius',
}

/** Offered to everyone after those of their language; one for each part of the world where many people live. */
const everywhere =
  'UTC Europe/London Europe/Berlin Europe/Athens Africa/Lagos Africa/Johannesburg Asia/Dubai Asia/Kolkata Asia/Singapore Asia/Shanghai Asia/Tokyo Australia/Sydney Pacific/Auckland America/New_York America/Chicago America/Denver America/Los_Angeles America/Mexico_City America/Sao_Paulo'

/** Time zones to choose from, at most `limit`: the likely ones for a Discord locale first. IANA names. */
export function commonZones(locale: string, limit: number): string[] {
  const own = byLanguage[locale] ?? byLanguage[primaryLanguage(locale) ?? ''] ?? ''
  return [...new Set(`${own} ${everywhere}`.trim().split(/\s+/))].slice(0, limit)
}
