import { constants, setPriority } from 'node:os'
import { doJob, type Job } from './jobs.js'
import { outcomeOf } from './outcome.js'

/** The program of a process that parses: each message is a job, each answer its outcome. */

// Commands are answered first where there is a single core.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
// Ctrl+C reaches the whole group of processes; the bot ends this one when it has finished what it is doing.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
process.on('message', async (job: Job) => process.send?.(await outcomeOf(() => doJob(job))))
