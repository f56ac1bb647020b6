/** A stretch of an article that an answer may rest on. */
export interface Passage {
  title: string
  /** The name of the source. */
  source: string
  /** ms */
  datedAt: number | null
  text: string
  /** BCP 47 primary tag. */
  language?: string | null
}
