/**
 * The address under which a picture or file of a message may be loaded, or null. The page loads only from the program
 * it came from: a picture on a stranger's server would tell that server who reads, and when.
 */
export function localMedia(url: string | undefined, origin: string): string | null {
  if (!url || !URL.canParse(url, origin)) return null
  const target = new URL(url, origin)
  if (target.protocol === 'data:') return /^data:image\/(?:png|jpeg|gif|webp)[;,]/i.test(url) ? url : null
  const page = new URL(origin)
  if (target.protocol !== page.protocol || target.port !== page.port) return null
  // The server may call itself 127.0.0.1 while the page was opened as localhost.
  const same = target.hostname === page.hostname || (isLoopback(target.hostname) && isLoopback(page.hostname))
  return same ? new URL(target.pathname + target.search, origin).href : null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
}

/** "512 B", "1.4 MB". */
export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`
}
