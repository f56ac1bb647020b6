/** What the doctor found out about one thing. */
export interface Check {
  name: string
  ok: boolean
  /** What was found and, if it is not well, what to do. */
  detail: string
}
