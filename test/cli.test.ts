import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromRoot } from '../src/core/root.js'
import { runCli, startProgram } from './support/program.js'

/** The command line as scripts use it. */
describe('courant', () => {
  let folder: string
  // Of two --db the last one counts.
  const run = (...args: string[]) => runCli(['--db', join(folder, 'x.db'), ...args])
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    return JSON.parse(stdout)
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-cli-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('import counts full articles, excerpts, headlines and what was skipped, and adds nothing twice', async () => {
    writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0, 0]))
    const samples = fromRoot('data/samples/riverton-herald')
    const first = await json('import', samples)
    expect(first).toEqual({
      articles: expect.any(Number),
      excerpts: expect.any(Number),
      headlines: expect.any(Number),
      skipped: [],
    })
    expect(first.articles).toBeGreaterThan(2)
    expect(first.headlines).toBeGreaterThan(2)
    expect(await json('import', samples)).toEqual(first)
    const { total } = await json('search', 'riverton')
    expect(total).toBeLessThanOrEqual(first.articles + first.excerpts + first.headlines)
  })

  it('is a program: what goes wrong is one sentence on standard error, and its exit code', async () => {
    const program = startProgram('cli', ['fly'])
    expect(await program.ended).toBe(1)
    expect(program.output()).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^courant: there is no command "fly"\./),
    })
  })

  it('says which version it is, and what there is to ask for', async () => {
    const version = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    for (const args of [[], ['--help'], ['-h']])
      expect((await runCli(args)).stdout).toMatch(/^courant COMMAND/)
  })

  it('import names each file it skipped with the reason', async () => {
    const { stdout, code } = await run('import', folder, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).skipped).toContainEqual({
      path: 'picture.png',
      reason: expect.stringMatching(/type that is not read/),
    })
    const missing = await run('import', '/no/such/folder', '--json')
    expect(missing.code).toBe(1)
    expect(JSON.parse(missing.stdout).skipped).toEqual([
      { path: '/no/such/folder', reason: expect.stringMatching(/There is no folder/) },
    ])
  })

  it('search prints what was found in the shape that scripts rely on', async () => {
    const { total, results } = await json('search', 'riverton', '--limit', '2')
    expect(total).toBeGreaterThan(2)
    expect(results).toHaveLength(2)
    for (const result of results)
      expect(result).toEqual({
        id: expect.any(Number),
        title: expect.any(String),
        url: null,
        source: 'Riverton Herald',
        publishedAt: expect.toSatisfy((date) => date === null || !Number.isNaN(Date.parse(date))),
        kind: expect.stringMatching(/^(full|excerpt|headline)$/),
        score: expect.any(Number),
        snippet: expect.any(String),
      })
    expect(results[0].score).toBeGreaterThanOrEqual(results[1].score)
  })

  it('summary takes an id, words of a title, or a file', async () => {
    const { results } = await json('search', 'riverton')
    const full = results.find(({ kind }: { kind: string }) => kind === 'full')
    for (const article of [String(full.id), full.title]) {
      const summary = await json('summary', article)
      expect(summary.title).toBe(full.title)
      expect(summary.sentences.length).toBeGreaterThan(0)
      expect(summary.words).toBeGreaterThan(5)
    }
    writeFileSync(join(folder, 'a.txt'), 'A title\n\nThe first sentence is here. The second one follows it.')
    expect(await json('summary', '--file', join(folder, 'a.txt'))).toMatchObject({ title: 'A title' })
    expect((await json('summary', full.title, '--length', 'line')).sentences).toHaveLength(1)
    const line = await run('summary', full.title, '--length', 'line')
    expect(line.stdout).not.toContain('•')
  })

  it('marks in its words what was not read whole, and says what it corrected', async () => {
    expect((await run('search', 'riverton', '--limit', '30')).stdout).toMatch(/Headline only/)
    const { stdout } = await run('search', 'harbuor')
    expect(stdout).toMatch(/^Showing results for/)
    expect((await json('search', 'harbuor')).corrected).toBe('harbour')
  })

  it('sums up a file and looks for what is wrong without a database', async () => {
    writeFileSync(join(folder, 'b.md'), '# A title\n\nThe first sentence is here. The second one follows it.')
    const missing = ['--db', join(folder, 'missing.db'), '--json']
    const summary = await runCli(['summary', '--file', join(folder, 'b.md'), ...missing])
    expect(JSON.parse(summary.stdout).title).toBe('A title')
    const doctor = await runCli(['doctor', ...missing])
    expect(JSON.parse(doctor.stdout).checks[1].detail).toMatch(/not there yet/)
  })

  it('ask quotes its answer with the source, or refuses', async () => {
    const { answer, citations, refused } = await json(
      'ask',
      'For how many months will the harbour bridge be closed?',
    )
    expect(refused).toBe(false)
    expect(answer).toContain('nine months')
    expect(citations[0]).toEqual({
      articleId: expect.any(Number),
      title: expect.any(String),
      url: null,
      quote: answer,
    })
    expect(await json('ask', 'Who composed the opera about the lighthouse keeper?')).toMatchObject({
      answer: null,
      refused: true,
      reason: expect.stringMatching(/\.$|:$/),
    })
  })

  it('feedback is an empty list until somebody said something', async () => {
    expect(await json('feedback')).toEqual([])
  })

  it('takes words that begin with a hyphen for a part of the query', async () => {
    const all = await json('search', 'bridge')
    const without = await json('search', 'bridge', '-ferry')
    expect(without.total).toBeLessThan(all.total)
    expect((await json('search', '-title:bridge harbour')).total).toBeGreaterThan(0)
    expect((await run('search', '"bridge harbour of"', '-nothing')).stdout).toMatch(/articles? fits?: /)
  })

  it('poll and doctor report source by source and check by check', async () => {
    expect((await json('poll')).sources[0]).toMatchObject({ added: 0, updated: 0, error: null })
    const doctor = await json('doctor')
    expect(doctor.ok).toBe(true)
    expect(doctor.checks.map(({ name }: { name: string }) => name)).toEqual([
      'clock',
      'database',
      'disk',
      'discord',
      'language model',
      'network',
      'sources',
    ])
  })

  it.each([
    [['search'], /QUERY is missing/],
    [['summary', 'zzzzzz'], /No article fits/],
    [['summary', 'ferry', '--length', 'endless'], /no length “endless”/],
    [['summary', '--file', '/no/such/file'], /cannot be read/],
    [['fly'], /there is no command "fly"/],
    [['search', 'x', '--limit', 'many'], /--limit must be a whole number/],
    [['search', 'x', '--frob'], /--frob/],
    [['search', 'x', '--db', '/no/such/x.db'], /there is no database at \/no\/such\/x.db/],
  ])('%j ends with 1 and one plain line on standard error', async (args, message) => {
    const { code, stdout, stderr } = await run(...args)
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
