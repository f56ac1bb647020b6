/** How reading a source ended. */
export type ReadOutcome = 'changed' | 'unchanged' | 'failed'

/** How sending one message ended; the last three are as in `PostError`. */
export type PostOutcome = 'sent' | 'blocked' | 'refused' | 'unknown'

/** How something that a person did was answered: as they wished, with what they can mend, or with a fault. */
export type AnswerOutcome = 'done' | 'refused' | 'fault'

/** What a person did, without anything that they wrote. */
export interface Asked {
  kind: 'command' | 'component' | 'form' | 'suggestions' | 'message'
  /** Of the command, component or form; never what came from outside. */
  name: string
}

/** What the program tells of its work to whoever measures it. Durations are in ms. */
export interface Metrics {
  /** `problem` is the key of the message about it, for what failed. */
  sourceRead(outcome: ReadOutcome, ms: number, problem?: string): void
  documentParsed(job: string, isGood: boolean, ms: number): void
  articleStored(change: 'new' | 'updated'): void
  /** An article was compared with the topics of all servers. */
  topicsMatched(ms: number): void
  deliveriesEntered(state: 'pending' | 'held', count: number): void
  /** A subscription's turn came and ended, whether or not anything was posted. */
  slotEnded(): void
  postEnded(outcome: PostOutcome): void
  /** An article is in its channel, so long after it was published (null: not known) and after it was stored. */
  articlePosted(ages: { published: number | null; stored: number }): void
  interactionAnswered(asked: Asked, outcome: AnswerOutcome, ms: number): void
  /** A request to Discord waited for its turn. */
  requestWaited(ms: number): void
  /** Discord, or what is known of its limits, made a request wait. */
  rateLimited(scope: string, ms: number): void
}

/** Measures nothing. */
export const noMetrics: Metrics = {
  sourceRead() {},
  documentParsed() {},
  articleStored() {},
  topicsMatched() {},
  deliveriesEntered() {},
  slotEnded() {},
  postEnded() {},
  articlePosted() {},
  interactionAnswered() {},
  requestWaited() {},
  rateLimited() {},
}
