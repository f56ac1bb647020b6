const suffix = /\/chat\/completions$/

/**
 * Where chat completions may be for an address as people write it, the likeliest first: `http://host`, with or without
 * `/v1`, with or without a slash at the end, or the full address. A query (`?api-version=…`) is kept.
 */
export function endpointUrls(baseUrl: string): string[] {
  return rootsOf(baseUrl).map((root) => withPath(root, '/chat/completions'))
}

/** Where the list of models may be, in the same order. */
export function modelListUrls(baseUrl: string): string[] {
  return rootsOf(baseUrl).map((root) => withPath(root, '/models'))
}

function rootsOf(baseUrl: string): URL[] {
  const url = new URL(baseUrl)
  url.hash = ''
  const path = url.pathname.replace(/\/+$/, '')
  if (suffix.test(path)) return [rooted(url, path.replace(suffix, ''))]
  // …/v1, …/v1beta/openai: complete as it is.
  if (/\/v\d/.test(path)) return [rooted(url, path)]
  const both = [rooted(url, `${path}/v1`), rooted(url, path)]
  return path === '' ? both : both.reverse()
}

function rooted(url: URL, path: string): URL {
  const root = new URL(url)
  root.pathname = path
  return root
}

function withPath(root: URL, path: string): string {
  return rooted(root, root.pathname.replace(/\/$/, '') + path).href
}
