import { type ChildProcess, spawn } from 'node:child_process'
import { runCli as runCommandLine } from '../../src/cli/run-cli.js'
import { fromRoot } from '../../src/core/root.js'

/** The built program in a process of its own; `npm test` builds it first. */
export interface Program {
  process: ChildProcess
  /** Everything it wrote so far. */
  output(): { stdout: string; stderr: string }
  /** Resolves when its output contains the text; rejects when it ends before. */
  saw(text: string): Promise<void>
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

/** Starts `dist/src/SCRIPT.js` with nothing of the tests' environment but what is given. */
export function startProgram(
  script: 'main' | 'cli',
  args: string[],
  env: Record<string, string> = {},
): Program {
  return startProcess(process.execPath, [fromRoot(`dist/src/${script}.js`), ...args], env)
}

/** The same for any command of the project, such as `npm start`. */
export function startProcess(
  command: string,
  args: string[],
  env: Record<string, string> = {},
  cwd = fromRoot(),
): Program {
  const path = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
  const child = spawn(command, args, { cwd, env: { ...path, ...env } })
  const written = { stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => (written.stdout += data))
  child.stderr.on('data', (data: Buffer) => (written.stderr += data))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  )
  const all = () => written.stdout + written.stderr
  return {
    process: child,
    output: () => ({ ...written }),
    ended,
    saw: (text) =>
      new Promise((resolve, reject) => {
        const check = () => all().includes(text) && resolve()
        child.stdout.on('data', check)
        child.stderr.on('data', check)
        void ended.then((code) => reject(new Error(`ended with ${code} before "${text}":\n${all()}`)))
        check()
      }),
  }
}

/** Runs a command line to its end, in this process: a start costs a second. */
export async function runCli(args: string[], env: Record<string, string> = {}) {
  const written = { stdout: '', stderr: '' }
  const code = await runCommandLine(args, env, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  })
  return { code, ...written }
}
