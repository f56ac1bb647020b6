/** The kinds of files that are read, each by the extension that names it. */
export type FileType = '.txt' | '.md' | '.html' | '.json' | '.jsonl' | '.xml'

const types: ReadonlyMap<string, FileType> = new Map([
  ['.txt', '.txt'],
  ['.text', '.txt'],
  ['.md', '.md'],
  ['.markdown', '.md'],
  ['.html', '.html'],
  ['.htm', '.html'],
  ['.xhtml', '.html'],
  ['.json', '.json'],
  ['.jsonl', '.jsonl'],
  ['.ndjson', '.jsonl'],
  ['.xml', '.xml'],
  ['.rss', '.xml'],
  ['.atom', '.xml'],
  ['.rdf', '.xml'],
])

/** What a file with this extension (with its dot, any case) is read as; null when such files are not read. */
export function fileType(extension: string): FileType | null {
  return types.get(extension.toLowerCase()) ?? null
}
