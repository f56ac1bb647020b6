/** A language model behind an OpenAI-compatible address. */
export interface ModelSettings {
  baseUrl: string
  name: string
  apiKey?: string | undefined
  /** What each server may use in a day (UTC). */
  dailyTokens: number
  dailySeconds: number
}
