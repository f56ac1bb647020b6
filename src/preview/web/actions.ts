import type { FormValues, Persona, PreviewLocale, PreviewMessage } from '../protocol.js'
import type { MessageActions } from './message-actions.js'

/** What a person can do on the page outside the composer. Views only call these. */
export interface Actions extends MessageActions {
  openChannel(id: string): void
  openGuild(id: string): void
  /** Adds the bot to a server, or removes it. */
  moveBot(guildId: string, into: boolean): void
  switchLocale(locale: PreviewLocale): void
  switchPersona(persona: Persona): void
  dismiss(id: string): void
  /** Presses a button, or picks `values` in a menu, of a message. */
  press(message: PreviewMessage, customId: string, values?: string[]): void
  submitModal(fields: FormValues): void
  closeModal(): void
  /** Puts a command into the composer, ready to be sent. */
  useCommand(text: string): void
  toggleChannels(open?: boolean): void
  retryNow(): void
  /** Draws the page again. */
  update(): void
}
