import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface WorkerPoolOptions {
  /** The program of a worker: it answers each message with one message. */
  file: string
  /** So many processes at most; each is started when it is needed. */
  size: number
  /** For one answer, the start of the process included. */
  budgetMs: number
  /** For the objects of one process. */
  maxHeapMb: number
  /** Of messages that wait for a free worker. */
  maxWaitingBytes: number
  /** After so long without work a process is ended and its memory free. */
  idleMs: number
}

/** Work was not done because it took too long or too much memory, or because too much was waiting already. */
export class OverBudget extends Error {
  constructor(readonly of: 'time' | 'memory' | 'waiting') {
    super(`over the budget of ${of}`)
    this.name = 'OverBudget'
  }
}

export interface WorkerPool {
  /**
   * Sends a message of about so many bytes to a worker and gives its answer. @throws OverBudget; another Error when
   * the worker's program is at fault or the pool is closed
   */
  ask(message: object, bytes: number): Promise<unknown>
  /** Ends all workers at once; what is under way fails. */
  close(): void
}

interface Task {
  message: object
  bytes: number
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/**
 * Processes for work that may take too long or too much memory. They are no threads: when the heap of a thread is full
 * and it is a large allocation that fails (an array or a map that grows, a long string that is split), Node ends the
 * whole program, whatever limits the thread was given.
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { file, size, budgetMs, maxHeapMb, maxWaitingBytes, idleMs } = options
  const workers = new Set<ChildProcess>()
  /** Those without work, the last to become so at the end, each with the timer that ends it. */
  const idle = new Map<ChildProcess, NodeJS.Timeout>()
  const waiting: Task[] = []
  let waitingBytes = 0
  let closed = false

  function assign(): void {
    while (idle.size > 0 || workers.size < size) {
      const task = waiting.shift()
      if (!task) return
      waitingBytes -= task.bytes
      void work([...idle.keys()].at(-1) ?? start(), task)
    }
  }

  async function work(worker: ChildProcess, { message, resolve, reject }: Task): Promise<void> {
    clearTimeout(idle.get(worker))
    idle.delete(worker)
    try {
      resolve(await answerOf(worker, message, budgetMs))
      idle.set(
        worker,
        setTimeout(() => end(worker), idleMs),
      )
    } catch (error) {
      reject(error)
      end(worker)
    }
    assign()
  }

  function start(): ChildProcess {
    const worker = fork(file, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${maxHeapMb}`],
      // The bot's token and passwords are none of its business.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    workers.add(worker)
    worker.once('exit', () => forget(worker)).on('error', () => forget(worker))
    return worker
  }

  function end(worker: ChildProcess): void {
    forget(worker)
    worker.kill('SIGKILL')
  }

  function forget(worker: ChildProcess): void {
    clearTimeout(idle.get(worker))
    idle.delete(worker)
    workers.delete(worker)
  }

  return {
    ask(message, bytes) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the pool of workers is closed'))
        if (waitingBytes + bytes > maxWaitingBytes) return reject(new OverBudget('waiting'))
        waiting.push({ message, bytes, resolve, reject })
        waitingBytes += bytes
        assign()
      })
    },
    close() {
      closed = true
      for (const { reject } of waiting.splice(0)) reject(new Error('the pool of workers is closed'))
      for (const worker of workers) end(worker)
    },
  }
}

/** The next message of a worker after it was sent one. */
async function answerOf(worker: ChildProcess, message: object, budgetMs: number): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  try {
    worker.send(message)
    return await Promise.race([
      once(worker, 'message', { signal }).then(([answer]) => answer),
      once(worker, 'exit', { signal }).then(([code, killedBy]) => {
        throw exitError(code, killedBy)
      }),
      sleep(budgetMs, undefined, { signal }).then(() => {
        throw new OverBudget('time')
      }),
    ])
  } finally {
    over.abort()
  }
}

/** Node aborts when its heap is full, which Windows shows as code 134; the system kills what takes too much of all. */
function exitError(code: number | null, killedBy: NodeJS.Signals | null): Error {
  const isMemory = killedBy !== null || code === 134
  return isMemory ? new OverBudget('memory') : new Error(`a worker ended with code ${code}`)
}
