import { randomBytes } from 'node:crypto'
import type { Log } from '../core/log.js'
import { type BreakerLimits, breakerLimits, createBreaker } from './breaker.js'
import { createBudget, type UsageLedger } from './budget.js'
import { createClaimReader, type DraftClaim } from './claim-reader.js'
import { createChatClient } from './client/chat-client.js'
import type { Failure } from './client/failure.js'
import type { ChatRequest } from './client/request-body.js'
import type { TimeLimits } from './client/watch.js'
import { estimateTokens } from './estimate-tokens.js'
import { answerPrompt, maxClaims } from './prompt/answer-prompt.js'
import { fitPassages } from './prompt/fit-passages.js'
import type { Passage } from './prompt/passage.js'
import type { ModelSettings } from './settings.js'
import { type Claim, createVerifier } from './verify/verify-claim.js'

export type { Claim, Passage }

export interface ModelLimits extends TimeLimits {
  breaker: BreakerLimits
  /** At a time, for all servers. */
  maxConcurrent: number
}

/**
 * Who asks sees the quoted answer after 20 s at the latest: in tries with people, waiting longer loses them. 8 s until
 * the first words are enough for a model that is loaded; 5 s of silence in the middle mean that it hangs. More than four
 * at a time only make each other wait, on a computer of one's own.
 */
export const modelLimits: ModelLimits = {
  wholeMs: 20_000,
  firstMs: 8_000,
  stallMs: 5_000,
  breaker: breakerLimits,
  maxConcurrent: 4,
}

export interface ModelOptions {
  settings: ModelSettings
  ledger: UsageLedger
  log: Log
  now: () => number
  limits?: Partial<ModelLimits>
  /** A word that nobody can know beforehand, new for each request. */
  mark?: () => string
}

export interface WriteRequest {
  guildId: string
  question: string
  /** The most important first. */
  passages: readonly Passage[]
  /** When the answer is not wanted any more. */
  signal?: AbortSignal | undefined
  /** Called with all claims so far each time there is one more. */
  onClaims?: ((claims: readonly Claim[]) => void | Promise<void>) | undefined
}

export interface Written {
  /** At least one, the most important first. */
  claims: Claim[]
}

export interface ModelWriter {
  /**
   * An answer from passages in which each sentence is borne out by the passage that it cites; undefined when there is
   * none to be had, for whatever reason: then the quoted answer is given. Never rejects, and resolves in bounded time.
   *
   * @example
   * const written = await model?.write({ guildId, question, passages, onClaims: (claims) => show(claims) })
   */
  write(request: WriteRequest): Promise<Written | undefined>
  /** Breaks off what is under way. */
  close(): Promise<void>
}

/** Answers in the words of a language model, as far as they can be verified. */
export function createModelWriter({
  settings,
  ledger,
  log,
  now,
  mark,
  limits: given,
}: ModelOptions): ModelWriter {
  const limits = { ...modelLimits, ...given }
  const client = createChatClient(settings, limits, now)
  const budget = createBudget(settings, ledger, now)
  const breaker = createBreaker(limits.breaker, now)
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const host = new URL(settings.baseUrl).host

  async function write(request: WriteRequest): Promise<Written | undefined> {
    const passages = fitPassages(request.passages)
    const prompt = answerPrompt(request.question, passages, (mark ?? randomMark)())
    const settle = await budget.reserve(request.guildId, mostOf(prompt, limits))
    if (!settle) {
      log.debug({ guildId: request.guildId }, 'language model: the day is used up')
      return undefined
    }
    const begun = performance.now()
    const collected = collect(passages, request.onClaims, log)
    const { failure, tokens } = await client.complete(prompt, {
      signals: [closing.signal, request.signal],
      ...collected.listener,
    })
    note(request.guildId, failure ?? collected.failure())
    await settle({ tokens, ms: Math.ceil(performance.now() - begun) })
    return collected.claims.length > 0 ? { claims: collected.claims } : undefined
  }

  function note(guildId: string, failure: Failure | undefined): void {
    breaker.note(guildId, failure)
    if (failure && failure.kind !== 'cancelled')
      log.warn({ host, guildId, kind: failure.kind }, `language model: ${failure.reason}`)
  }

  return {
    async write(request) {
      const isRefused =
        closing.signal.aborted ||
        request.signal?.aborted ||
        request.passages.length === 0 ||
        underWay.size >= limits.maxConcurrent
      if (isRefused || !breaker.mayTry(request.guildId)) return undefined
      const work = write(request).catch((error: unknown) => {
        log.error({ err: error }, 'language model: a fault of our own')
        return undefined
      })
      underWay.add(work)
      return await work.finally(() => underWay.delete(work))
    },

    async close() {
      closing.abort()
      await Promise.all(underWay)
      await client.close()
    },
  }
}

/** Of one answer; a model that repeats itself must not keep others waiting. */
const maxDrafts = 20

function randomMark(): string {
  return randomBytes(9).toString('base64url')
}

/** What a request takes at most, as far as it can be known before. */
function mostOf({ messages, maxTokens }: ChatRequest, { wholeMs }: TimeLimits) {
  const sent = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  return { tokens: sent + maxTokens, ms: wholeMs }
}

/** Gathers the claims of an answer that hold, while it comes. */
function collect(passages: readonly Passage[], onClaims: WriteRequest['onClaims'], log: Log) {
  const reader = createClaimReader()
  const verify = createVerifier(passages)
  const claims: Claim[] = []
  let drafts = 0
  const show = async (all: readonly Claim[]) => onClaims?.(all)

  function take(draft: DraftClaim): void {
    if (++drafts > maxDrafts) return
    const claim = verify(draft)
    if (typeof claim === 'string') log.debug({ reason: claim }, 'language model: a claim was dropped')
    else if (claims.length < maxClaims && !claims.some(({ text }) => text === claim.text)) {
      claims.push(claim)
      show([...claims]).catch((error: unknown) =>
        log.error({ err: error }, 'language model: claims were not shown'),
      )
    }
  }

  return {
    claims,
    /** An answer that ended without being one. */
    failure: (): Failure | undefined =>
      reader.done() || claims.length > 0
        ? undefined
        : { kind: 'garbled', reason: 'its answer is not the JSON that was asked for' },
    listener: {
      onText(text: string): boolean {
        for (const draft of reader.push(text)) take(draft)
        return reader.done()
      },
      onRestart: reader.restart,
    },
  }
}
