import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../bench/chaos/embedded-postgres.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL server; every test makes its own database in it. */
    postgresUrl: string
  }
}

/** One PostgreSQL server for the whole run. */
export default async function startPostgres(project: TestProject) {
  const { url, stop } = await startEmbeddedPostgres()
  project.provide('postgresUrl', url)
  return stop
}
