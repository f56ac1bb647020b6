import { type BlockList, isIP } from 'node:net'
import { addressList, isDialable } from './address-guard.js'

/** More names than any operator has; a stranger's names that lead to an own address must not fill the memory. */
const maxNames = 1000

/** Hosts at private addresses which the operator has allowed: the operator's own. */
export function createOwnHosts(allowed: BlockList) {
  const nothing = addressList([])
  const names = new Set<string>()
  const isOwnAddress = (address: string) => isDialable(address, allowed) && !isDialable(address, nothing)

  return {
    /** Takes note of what a name leads to. */
    note(hostname: string, address: string): void {
      if (!isOwnAddress(address)) return
      if (names.size >= maxNames) names.clear()
      names.add(hostname)
    },
    /** Whether a URL's host is an own address, or a name that was found to lead to one. */
    has(hostname: string): boolean {
      const address = hostname.replace(/^\[|\]$/g, '')
      return isIP(address) === 0 ? names.has(hostname) : isOwnAddress(address)
    },
  }
}
