import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'

/** Thrown inside the dialler; `fetch.ts` turns it into a sentence. */
export class PrivateAddressError extends Error {
  readonly code = 'PRIVATE_ADDRESS'
  constructor(readonly address: string) {
    super(`refused to dial ${address}`)
  }
}

/**
 * IANA special-purpose registries (RFC 6890 and successors), multicast, and the addresses at which clouds keep
 * credentials inside otherwise public ranges (168.63.129.16 Azure). The others (169.254.169.254, 100.100.100.200,
 * 192.0.0.192) fall into the ranges. `::ffff:0:0/96` is absent: node compares mapped addresses with the IPv4 rules.
 */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '168.63.129.16/32',
]

/** Inside 2000::/3, the only global unicast space: protocol assignments and Teredo, documentation, 6to4, AS112. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

/** A set of addresses from entries such as `192.168.1.7` or `10.0.0.0/8`. Throws a RangeError naming a bad entry. */
export function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.trim().split('/')
    const family = isIP(address)
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix)
    const badPrefix = prefix === '' || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32)
    if (family === 0 || badPrefix || rest.length > 0)
      throw new RangeError(`"${entry}" is not an address or range. Write 192.168.1.7 or 10.0.0.0/8.`)
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

const privateAddresses = addressList([...special4, ...special6])
const globalUnicast6 = addressList(['2000::/3'])

/** Whether a socket may be opened to this literal address. */
export function isDialable(address: string, allowed: BlockList): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (allowed.check(address, type)) return true
  if (family === 6 && !globalUnicast6.check(address, 'ipv6')) return false
  return !privateAddresses.check(address, type)
}

/**
 * An undici connector that checks the address at the moment the socket is dialled: a literal before dialling, a name
 * in the very look-up whose answer the socket uses, so that no second DNS answer (rebinding) can slip in between.
 * One private answer among public ones refuses the name. `found` is told what each name leads to.
 */
export function createGuardedConnect(
  allowed: BlockList,
  timeoutMs: number,
  lookup: LookupFunction = systemLookup,
  found: (hostname: string, address: string) => void = () => {},
): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    const asked: LookupOptions = { ...options, all: true }
    lookup(hostname, asked, (error, answer) => {
      if (error) return callback(error, [])
      const answers: LookupAddress[] = Array.isArray(answer)
        ? answer
        : [{ address: answer, family: isIP(answer) }]
      const refused = answers.find(({ address }) => !isDialable(address, allowed))
      if (refused) return callback(new PrivateAddressError(refused.address), [])
      for (const { address } of answers) found(hostname, address)
      const [first] = answers
      if (options.all || !first) return callback(null, answers)
      callback(null, first.address, first.family)
    })
  }
  const dial = buildConnector({ lookup: guardedLookup, timeout: timeoutMs } as buildConnector.BuildOptions)
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isDialable(host, allowed)) callback(new PrivateAddressError(host), null)
    else dial(options, callback)
  }
}
