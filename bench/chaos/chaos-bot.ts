import { type ChildProcess, fork } from 'node:child_process'
import { fromRoot } from '../../src/core/root.js'
import type { Answer, Order, ProcessReport } from './bot-process.js'

/** The bot's process as the crash test sees it. */
export interface ChaosBot {
  /** Of the process. */
  id: number
  /** Resolves with true when the order is done, with false when the process died of it. */
  order(order: Order): Promise<boolean>
  report(): Promise<ProcessReport | undefined>
  alive(): boolean
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** The same, without waiting. */
  killNow(): void
}

/** Longer than discord.js waits for an answer, several times: the computer may be busy. */
const patienceMs = 180_000

/** Starts a process that waits for its first order. */
export function spawnBot(): ChaosBot {
  const child = fork(fromRoot('dist/bench/chaos/bot-process.js'), {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const killNow = () => void child.kill('SIGKILL')
  const alive = () => child.exitCode === null && child.signalCode === null
  async function ask(order: Order): Promise<Answer | undefined> {
    if (!alive()) return undefined
    const answer = await Promise.race([nextAnswer(child, order), ended, silence(order)])
    if (answer?.kind === 'failed') throw new Error(`chaos: the bot could not ${order.kind}: ${answer.error}`)
    return answer ?? undefined
  }
  return {
    id: child.pid ?? 0,
    alive,
    killNow,
    async kill() {
      killNow()
      await ended
    },
    order: async (order) => (await ask(order)) !== undefined,
    report: async () => (await ask({ kind: 'report' }))?.report,
  }
}

function nextAnswer(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve) => {
    child.once('message', (answer: Answer) => resolve(answer))
    // A process that was killed meanwhile cannot be told anything; its end says so.
    child.send(order, () => {})
  })
}

function silence({ kind }: Order): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`chaos: no answer to ${kind} in ${patienceMs} ms`)), patienceMs).unref()
  })
}
