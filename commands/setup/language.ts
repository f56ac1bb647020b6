import { isTimeZone } from '../../src/core/calendar-day.js'
import type { Actor } from '../../src/core/command.js'
import { commonZones } from '../../src/core/common-zones.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { languageOf, languages } from '../../src/core/i18n.js'
import { textField } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { component, type Deps, form } from '../../src/services.js'
import type { GuildSettings } from '../../src/store/settings.js'
import { record } from '../support/record.js'
import { drawStep, readProgress, speakTo } from './checklist.js'
import { languageName } from './language-name.js'
import { showModerators } from './moderators.js'

/** Of a menu. */
const maxChoices = 25

const languageMenu = customId('setupLanguage', {})
const zoneMenu = customId('setupZone', {})
const acceptButton = customId('setupAccept', {})
const zoneButton = customId('setupOtherZone', {})
const zoneForm = customId('setupZoneForm', {})

/** The first step: the language and the time zone of what everyone reads. */
export async function showLanguage(asker: Actor, deps: Deps): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { t } = actor
  const progress = await readProgress(actor, deps)
  const { language, zone, zones } = guess(progress.settings, actor, deps)
  return drawStep(
    'language',
    {
      text: [t('setup.language.text'), t('setup.zone.now', { zone: zone, time: clock(zone, actor) })].join(
        '\n',
      ),
      rows: [
        [
          {
            id: languageMenu.encode({}),
            placeholder: t('setup.language.choose'),
            choices: languages.map((tag) => ({
              label: languageName(tag),
              value: tag,
              picked: tag === language,
            })),
          },
        ],
        [
          {
            id: zoneMenu.encode({}),
            placeholder: t('setup.zone.choose'),
            choices: zones.map((name) => ({
              label: name,
              value: name,
              picked: name === zone,
            })),
          },
        ],
      ],
      buttons: [
        { label: t('setup.accept'), id: acceptButton.encode({}), style: 'primary' },
        { label: t('setup.zone.other'), id: zoneButton.encode({}) },
      ],
      leadsOn: true,
    },
    progress,
    actor,
  )
}

function clock(timeZone: string, { locale, now }: Actor): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(now)
}

/** What is set, or else most likely; and the time zones to choose from. */
function guess(
  { locale, timeZone }: Pick<GuildSettings, 'locale' | 'timeZone'>,
  actor: Actor,
  { channels }: Deps,
): { language: string; zone: string; zones: string[] } {
  const ofServer = channels.localeOf(actor.guildId) ?? 'en-US'
  // Discord's settings say en-US wherever nobody has changed them: then the person tells more.
  const known = ofServer === 'en-US' ? [actor.locale, ofServer] : [ofServer, actor.locale]
  const language = locale ?? known.map(languageOf).find((tag) => tag !== undefined) ?? 'en'
  // Where people live is guessed also from a language that the bot does not speak.
  const region =
    locale === null ? (known[0] ?? language) : (known.find((each) => languageOf(each) === locale) ?? locale)
  const common = commonZones(region, maxChoices - 1)
  const zones = [...new Set([...(timeZone === null ? [] : [timeZone]), ...common])]
  return { language, zone: timeZone ?? common[0] ?? 'UTC', zones }
}

export const languageComponents = [
  component({
    id: languageMenu,
    moderators: true,
    async run(_, actor, deps, [tag = '']) {
      if (!languages.includes(tag)) throw new UserError('component.expired')
      await setLanguage(tag, actor, deps)
      return await showLanguage(actor, deps)
    },
  }),
  component({
    id: zoneMenu,
    moderators: true,
    async run(_, actor, deps, [zone = '']) {
      await setZone(zone, actor, deps)
      return await showLanguage(actor, deps)
    },
  }),
  component({
    id: acceptButton,
    moderators: true,
    async run(_, actor, deps) {
      const settings = await deps.stores.settings.of(actor.guildId)
      const { language, zone } = guess(settings, actor, deps)
      if (settings.locale === null) await setLanguage(language, actor, deps)
      if (settings.timeZone === null) await setZone(zone, actor, deps)
      return await showModerators(actor, deps)
    },
  }),
  component({
    id: zoneButton,
    moderators: true,
    answer: 'form',
    run: () => ({ form: { id: zoneForm.encode({}) } }),
  }),
]

export const zoneForms = [
  form({
    id: zoneForm,
    moderators: true,
    title: 'setup.zone.formTitle',
    fields: { zone: textField('setup.zone.field', 60, 'Europe/Berlin') },
    async run(_, { zone }, actor, deps) {
      await setZone(findZone(zone), actor, deps)
      return await showLanguage(actor, deps)
    },
  }),
]

const regions = ['Europe', 'America', 'Asia', 'Africa', 'Australia', 'Pacific', 'Atlantic', 'Indian']

/** "berlin" is Europe/Berlin. @throws UserError */
function findZone(text: string): string {
  const name = text.replace(/\s+/g, '_')
  const found = [name, ...regions.map((region) => `${region}/${name}`)].find(isTimeZone)
  if (found === undefined) throw new UserError('schedule.unknownZone', { zone: text })
  return new Intl.DateTimeFormat('en', { timeZone: found }).resolvedOptions().timeZone
}

async function setLanguage(locale: string, actor: Actor, { stores }: Deps): Promise<void> {
  await stores.transaction(async (within) => {
    await within.settings.change(actor.guildId, { locale })
    await record(actor, within, 'settings.language', { language: languageName(locale) })
  })
}

async function setZone(timeZone: string, actor: Actor, { stores }: Deps): Promise<void> {
  if (!isTimeZone(timeZone)) throw new UserError('schedule.unknownZone', { zone: timeZone })
  await stores.transaction(async (within) => {
    await within.settings.change(actor.guildId, { timeZone })
    await record(actor, within, 'settings.timeZone', { zone: timeZone })
  })
}
