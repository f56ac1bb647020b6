import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, isIP, type LookupFunction } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { addressList, isDialable } from '../../../src/sources/fetch/address-guard.js'
import { createFetcher, type Fetcher, type FetcherOptions } from '../../../src/sources/fetch/fetch.js'
import type { SourceError } from '../../../src/sources/source-error.js'

const open: { server?: Server; fetcher?: Fetcher } = {}

afterEach(async () => {
  await open.fetcher?.close()
  open.server?.closeAllConnections()
  open.server?.close()
})

async function serve(handler: RequestListener, options: Partial<FetcherOptions> = {}) {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetcher = createFetcher({ userAgent: 'tests', allow: ['127.0.0.1'], ...options })
  Object.assign(open, { server, fetcher })
  return { base, fetcher }
}

async function failure(promise: Promise<unknown>): Promise<SourceError> {
  return await promise.then(
    () => expect.unreachable('the request should fail'),
    (error: SourceError) => error,
  )
}

describe('a fetched document', () => {
  it('comes with its final address, validators and freshness', async () => {
    const { base, fetcher } = await serve((_request, response) => {
      response.writeHead(200, { etag: '"a"', 'last-modified': 'x', 'cache-control': 'public, max-age=60' })
      response.end('<rss/>')
    })
    const result = await fetcher.get(`${base}/feed`)
    expect(result).toMatchObject({
      status: 'ok',
      url: `${base}/feed`,
      movedTo: null,
      etag: '"a"',
      lastModified: 'x',
      maxAgeMs: 60_000,
    })
    expect(result.status === 'ok' && Buffer.from(result.body).toString()).toBe('<rss/>')
  })

  it('is not sent again while its validators hold', async () => {
    const { base, fetcher } = await serve((request, response) => {
      response
        .writeHead(
          request.headers['if-none-match'] === '"a"' && request.headers['if-modified-since'] === 'x'
            ? 304
            : 200,
        )
        .end()
    })
    expect(await fetcher.get(base, { etag: '"a"', lastModified: 'x' })).toMatchObject({
      status: 'not-modified',
    })
  })

  it.each([
    ['gzip', gzipSync('words')],
    ['br', brotliCompressSync('words')],
  ])('is decompressed from %s', async (encoding, body) => {
    const { base, fetcher } = await serve((_q, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    const result = await fetcher.get(base)
    expect(result.status === 'ok' && Buffer.from(result.body).toString()).toBe('words')
  })

  it('keeps the address it moved to only as long as every redirect is permanent', async () => {
    const { base, fetcher } = await serve((request, response) => {
      const next: Record<string, [number, string]> = {
        '/a': [301, '/b'],
        '/b': [308, '/c'],
        '/c': [302, '/d'],
      }
      const [status, location] = next[request.url ?? ''] ?? [200, '']
      response.writeHead(status, { location }).end()
    })
    expect(await fetcher.get(`${base}/a`)).toMatchObject({ url: `${base}/d`, movedTo: `${base}/c` })
    expect(await fetcher.get(`${base}/c`)).toMatchObject({ movedTo: null })
  })

  it('is asked for with the credentials of its address, which are shown nowhere', async () => {
    const { base, fetcher } = await serve((request, response) => {
      response.writeHead(request.headers.authorization === `Basic ${btoa('me:secret')}` ? 404 : 500).end()
    })
    const error = await failure(fetcher.get(base.replace('//', '//me:secret@')))
    expect(error.key).toBe('source.gone')
    expect(error.message).not.toContain('secret')
    expect((await failure(fetcher.get('ftp://me:secret@example.org'))).message).not.toContain('secret')
    expect((await failure(fetcher.get(base.replace('//', '//me:50%@')))).key).toBe('source.serverFault')
  })
})

describe('the headers of a source', () => {
  const headers = { Authorization: 'Bearer secret', 'X-Key': 'secret', 'user-agent': 'Mozilla/5.0' }

  it('are sent, but none that describe the connection or what is held already', async () => {
    const seen: Record<string, unknown>[] = []
    const { base, fetcher } = await serve((request, response) => {
      seen.push(request.headers)
      response.end()
    })
    const odd = {
      Host: 'other.example',
      'Content-Length': '9',
      TE: 'x',
      'If-None-Match': '"z"',
      'a b': 'c',
      b: 'c\nd: e',
    }
    await fetcher.get(base, { headers: { ...headers, ...odd } })
    expect(seen[0]).toMatchObject({
      authorization: 'Bearer secret',
      'x-key': 'secret',
      'user-agent': 'Mozilla/5.0',
      host: new URL(base).host,
    })
    for (const name of ['content-length', 'te', 'if-none-match', 'a b', 'b', 'd'])
      expect(seen[0]).not.toHaveProperty(name)
  })

  it.each([
    ['its own', (base: string) => base, 'secret', true],
    ['another', (base: string) => base.replace('127.0.0.1', 'localhost'), undefined, false],
  ])(
    'follow a redirect to %s origin or not, and so does the address',
    async (_which, originFor, key, moves) => {
      const lookup: LookupFunction = (_name, _options, answer) =>
        answer(null, [{ address: '127.0.0.1', family: 4 }])
      const seen: unknown[] = []
      const { base, fetcher } = await serve(
        (request, response) => {
          seen.push(request.headers['x-key'])
          if (request.url === '/new') response.end('words')
          else response.writeHead(301, { location: `${originFor(base)}/new` }).end()
        },
        { lookup },
      )
      const result = await fetcher.get(`${base}/old`, { headers })
      expect(seen).toEqual(['secret', key])
      expect(result).toMatchObject({ movedTo: moves ? `${base}/new` : null })
    },
  )

  it('say whether a feed or a page is hoped for', async () => {
    const { base, fetcher } = await serve((request, response) => response.end(request.headers.accept))
    const accepted = async (accept: 'feed' | 'page') => {
      const result = await fetcher.get(base, { accept })
      return result.status === 'ok' ? Buffer.from(result.body).toString() : ''
    }
    expect(await accepted('feed')).toMatch(/^application\/rss\+xml/)
    expect(await accepted('page')).toMatch(/^text\/html/)
  })
})

describe('a site', () => {
  /** A server whose answers to /held wait until they are let go. */
  async function serveHeld() {
    const seen: string[] = []
    const held: (() => void)[] = []
    const lookup: LookupFunction = (_name, _options, answer) =>
      answer(null, [{ address: '127.0.0.1', family: 4 }])
    const { base, fetcher } = await serve(
      (request, response) => {
        const { host = '', port } = new URL(`http://${request.headers.host}`)
        seen.push(`${host.replace(`:${port}`, '')}${request.url}`)
        if (request.url === '/held') held.push(() => response.end())
        else if (request.url === '/away')
          response.writeHead(302, { location: `http://b.example:${port}/new` }).end()
        else response.end()
      },
      { lookup },
    )
    const { port } = new URL(base)
    return {
      seen,
      get: (address: string) => fetcher.get(`http://${address.replace('/', `:${port}/`)}`),
      /** By then every request that could be under way has arrived. */
      settled: async () => {
        while (held.length === 0) await fetch(base)
        for (let i = 0; i < 5; i++) await fetch(base)
        return seen.filter((request) => !request.startsWith('127.0.0.1'))
      },
      letGo: () => held.shift()?.(),
    }
  }

  it('is asked for one thing at a time', async () => {
    const { get, settled, letGo } = await serveHeld()
    const requests = ['www.a.example/held', 'a.example/2', 'b.example/3'].map(get)
    expect((await settled()).sort()).toEqual(['b.example/3', 'www.a.example/held'])
    letGo()
    await Promise.all(requests)
  })

  it('to which another redirects waits for its turn, and the other is free', async () => {
    const { get, settled, letGo, seen } = await serveHeld()
    const requests = ['b.example/held', 'a.example/away', 'a.example/2'].map(get)
    expect((await settled()).sort()).toEqual(['a.example/2', 'a.example/away', 'b.example/held'])
    letGo()
    await Promise.all(requests)
    expect(seen).toContain('b.example/new')
  })

  it('that asks for a pause is not asked again before', async () => {
    let requests = 0
    const { base, fetcher } = await serve((_request, response) => {
      requests++
      response.writeHead(429, { 'retry-after': '3600' }).end()
    })
    for (let i = 0; i < 3; i++) expect((await failure(fetcher.get(base))).key).toBe('source.busy')
    expect(requests).toBe(1)
  })
})

describe('a request that fails says why', () => {
  it.each([
    [404, 'source.gone'],
    [410, 'source.gone'],
    [401, 'source.forbidden'],
    [403, 'source.forbidden'],
    [418, 'source.refusedStatus'],
    [503, 'source.serverFault'],
  ])('status %d', async (status, key) => {
    const { base, fetcher } = await serve((_q, response) => response.writeHead(status).end())
    expect((await failure(fetcher.get(base))).key).toBe(key)
  })

  it.each([
    ['120', 120_000],
    ['Wed, 03 May 2023 10:01:00 GMT', 60_000],
  ])('429 with Retry-After %s carries the wait', async (retryAfter, wait) => {
    const { base, fetcher } = await serve((_q, response) => {
      response.writeHead(429, { 'retry-after': retryAfter, date: 'Wed, 03 May 2023 10:00:00 GMT' }).end()
    })
    expect(await failure(fetcher.get(base))).toMatchObject({ key: 'source.busy', retryAfterMs: wait })
  })

  it.each(['ftp://files.example/feed', 'javascript:1', 'http://'])('a redirect to %s', async (location) => {
    const { base, fetcher } = await serve((_q, response) => response.writeHead(302, { location }).end())
    expect((await failure(fetcher.get(base))).key).toBe('source.badRedirect')
  })

  it.each([200, 403])('a bot challenge, with status %d', async (status) => {
    const challenge = gzipSync('<html><title>Just a moment...</title><script>_cf_chl_opt</script>')
    const { base, fetcher } = await serve((_q, response) =>
      response.writeHead(status, { 'content-encoding': 'gzip' }).end(challenge),
    )
    expect(await failure(fetcher.get(base))).toMatchObject({
      key: 'source.challenge',
      params: { host: new URL(base).host, vendor: 'Cloudflare' },
    })
  })

  it('too many redirects', async () => {
    const { base, fetcher } = await serve((_q, response) => response.writeHead(302, { location: '/' }).end())
    expect((await failure(fetcher.get(base))).key).toBe('source.tooManyRedirects')
  })

  it('a body larger than allowed once it is decompressed', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(2_000_000))
    const { base, fetcher } = await serve(
      (_q, response) => response.writeHead(200, { 'content-encoding': 'br' }).end(bomb),
      { maxBytes: 1_000_000 },
    )
    expect(bomb.length).toBeLessThan(1000)
    expect((await failure(fetcher.get(base))).key).toBe('source.tooLarge')
  })

  it('a compressed body that ends early', async () => {
    const half = gzipSync('many words '.repeat(1000)).subarray(0, 40)
    const { base, fetcher } = await serve((_q, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(half),
    )
    expect((await failure(fetcher.get(base))).key).toBe('source.garbled')
  })

  it('a body that is shorter than announced', async () => {
    const { base, fetcher } = await serve((_q, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => response.destroy())
    })
    expect((await failure(fetcher.get(base))).key).toBe('source.brokenOff')
  })

  it('a body that never ends', async () => {
    const { base, fetcher } = await serve((_q, response) => void response.writeHead(200).write('first'), {
      timeoutMs: 150,
    })
    expect((await failure(fetcher.get(base))).key).toBe('source.timeout')
  })

  it('nobody listening', async () => {
    const { base, fetcher } = await serve(() => {})
    await new Promise((resolve) => open.server?.close(resolve))
    expect((await failure(fetcher.get(base))).key).toBe('source.refused')
  })

  it('a name that does not exist', async () => {
    const lookup: LookupFunction = (_name, _options, answer) =>
      answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
    const { fetcher } = await serve(() => {}, { lookup })
    expect((await failure(fetcher.get('http://nowhere.example'))).key).toBe('source.nameNotFound')
  })

  it('the host that a redirect led to', async () => {
    const lookup: LookupFunction = (_name, _options, answer) =>
      answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
    const { base, fetcher } = await serve(
      (_q, response) => response.writeHead(302, { location: 'http://nowhere.example/' }).end(),
      { lookup },
    )
    expect(await failure(fetcher.get(base))).toMatchObject({
      key: 'source.nameNotFound',
      params: { host: 'nowhere.example' },
    })
  })

  it.each(['file:///etc/passwd', 'feed', '', 'javascript:1'])('%s is no web address', async (address) => {
    const { fetcher } = await serve(() => {})
    expect((await failure(fetcher.get(address))).key).toBe('source.badUrl')
  })

  it('the reason of whoever gives up', async () => {
    const { base, fetcher } = await serve(() => {})
    const reason = new Error('stop')
    await expect(fetcher.get(base, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('private addresses', () => {
  const answering =
    (...addresses: string[]): LookupFunction =>
    (_name, _options, answer) =>
      answer(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      )

  it.each([
    'http://127.0.0.1:9',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]',
    'http://[::ffff:10.0.0.1]',
    'http://169.254.169.254/latest',
  ])('%s is never dialled', async (address) => {
    const { fetcher } = await serve(() => {}, { allow: [] })
    expect((await failure(fetcher.get(address))).key).toBe('source.privateAddress')
  })

  it('hide behind no name, not even among public ones', async () => {
    const { fetcher } = await serve(() => {}, { allow: [], lookup: answering('93.184.216.34', '10.0.0.8') })
    expect((await failure(fetcher.get('http://public.example'))).key).toBe('source.privateAddress')
  })

  it('hide behind no redirect', async () => {
    const { base, fetcher } = await serve((_q, response) =>
      response.writeHead(301, { location: 'http://10.1.2.3/' }).end(),
    )
    expect((await failure(fetcher.get(base))).key).toBe('source.privateAddress')
  })

  it.each([
    ['8.8.4.4', true],
    ['172.32.0.1', true],
    ['172.31.255.255', false],
    ['100.127.0.1', false],
    ['198.19.0.1', false],
    ['240.0.0.1', false],
    ['255.255.255.255', false],
    ['168.63.129.16', false],
    ['2001:4860:4860::8888', true],
    ['2002:7f00:1::', false],
    ['64:ff9b::a00:1', false],
    ['2001:0:1::', false],
    ['fe80::1', false],
    ['::ffff:8.8.8.8', false],
    ['localhost', false],
  ])('%s may be dialled: %s', (address, expected) => {
    expect(isDialable(address, addressList([]))).toBe(expected)
  })

  it('are dialled when an entry allows them, and a bad entry is named', () => {
    expect(isDialable('10.20.0.1', addressList(['10.20.0.0/16']))).toBe(true)
    expect(isDialable('10.21.0.1', addressList(['10.20.0.0/16']))).toBe(false)
    for (const entry of ['10.0.0.0/33', 'office', '10.0.0.0/', '1.2.3.4/8/9'])
      expect(() => addressList([entry])).toThrow(entry)
  })
})
