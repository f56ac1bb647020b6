import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FolderFile, readFolder } from '../../../src/sources/folder/read-folder.js'
import { createParser } from '../../../src/sources/parsing/parser.js'

const parser = createParser()
afterAll(() => parser.close())

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'folder-')))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, content: string | Uint8Array) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

async function readAll(path = root, roots = [root]): Promise<FolderFile[]> {
  const files: FolderFile[] = []
  for await (const file of readFolder(path, { roots, parser })) files.push(file)
  return files
}

const outcome = (file: FolderFile) =>
  'skipped' in file
    ? `${file.path}: ${file.skipped.key}`
    : `${file.path}: ${file.articles.map(({ title }) => title).join(', ')}`

describe('a folder', () => {
  it('gives its files in order, and a reason for each that is not read', async () => {
    write('b/two.md', '# Two\n\nSome text.')
    write('a.txt', 'One title here\n\nSome text.')
    write('c.pdf', 'x')
    write('d.txt', '  \n')
    write('e.txt', new Uint8Array([65, 0, 66]))
    write('f.json', '{"title": ')
    write('g.json', '{"other": 1}')
    write('h.txt', new Uint8Array(10_000_001).fill(65))
    write('.hidden.txt', 'x')
    write('node_modules/x.txt', 'x')
    expect((await readAll()).map(outcome)).toEqual([
      'a.txt: One title here',
      'b/two.md: Two',
      'c.pdf: source.skipType',
      'd.txt: source.skipEmpty',
      'e.txt: source.skipBinary',
      'f.json: source.skipBadJson',
      'g.json: source.skipNoArticles',
      'h.txt: source.skipTooLarge',
    ])
  })

  it('is not left through links, and circles of links end', async () => {
    write('in/a.txt', 'One title here\n\nSome text.')
    write('out/b.txt', 'Two titles here\n\nSome text.')
    symlinkSync(join(root, 'out'), join(root, 'in/leave'))
    symlinkSync(join(root, 'in'), join(root, 'in/loop'))
    symlinkSync('nowhere', join(root, 'in/nothing'))
    expect((await readAll(join(root, 'in'), [join(root, 'in')])).map(outcome)).toEqual([
      'a.txt: One title here',
      'leave: source.skipOutside',
      'nothing: source.skipUnreadable',
    ])
    expect((await readAll(join(root, 'in'), ['/'])).map(outcome)).toContain('leave/b.txt: Two titles here')
  })

  it('must exist and be allowed', async () => {
    await expect(readAll(join(root, 'none'))).rejects.toMatchObject({ key: 'source.folderNotFound' })
    await expect(readAll(root, [`${root}-else`])).rejects.toMatchObject({ key: 'source.folderOutside' })
  })

  it('gives an article the same identity after its text has changed', async () => {
    const identities = async () =>
      (await readAll()).flatMap((file) =>
        'articles' in file ? file.articles.map(({ identity }) => identity) : [],
      )
    write('a/one.txt', 'A title\n\nOld text.')
    write('b.jsonl', '{"id": 5, "title": "A"}\n{"url": "https://x.example/1", "title": "B"}')
    const before = await identities()
    write('a/one.txt', 'Another title\n\nNew text.')
    write('b.jsonl', '{"id": 5, "title": "A2"}\n{"url": "https://x.example/1", "title": "B2"}')
    expect(await identities()).toEqual(before)
    expect(before).toEqual(['a/one.txt', '5', 'https://x.example/1'])
  })

  it('gives the good lines of a file and the numbers of the bad ones', async () => {
    write('a.ndjson', '{"title": "A", "text": "x"}\n{oops\n\n{"n": 1}\n{"headline": "B"}')
    const files = await readAll()
    expect(files.map(outcome)).toEqual([
      'a.ndjson: A, B',
      'a.ndjson: source.skipBadLine',
      'a.ndjson: source.skipBadEntry',
    ])
    expect(files.map((file) => ('skipped' in file ? file.skipped.params : {}))).toMatchObject([
      {},
      { line: 2 },
      { entry: 4 },
    ])
  })
})
