import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessUsage {
  cpuMs: number
  residentBytes: number
}

/** Linux counts in hundredths of a second, whatever the machine. */
const tickMs = 10

interface Entry extends ProcessUsage {
  id: number
  parent: number
}

/**
 * What a process and those it has started use, as Linux tells it: its parsers are processes too, and the time of those
 * that have ended is their parent's. @throws Error on other systems
 */
export function usageOf(id: number): ProcessUsage {
  const entries = readEntries()
  const family = new Set([id])
  for (let size = 0; size < family.size; ) {
    size = family.size
    for (const entry of entries) if (family.has(entry.parent)) family.add(entry.id)
  }
  const members = entries.filter((entry) => family.has(entry.id))
  const sum = (measure: keyof ProcessUsage) => members.reduce((total, each) => total + each[measure], 0)
  return { cpuMs: sum('cpuMs'), residentBytes: sum('residentBytes') }
}

function readEntries(): Entry[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readEntry(Number(name)) ?? []) : []))
}

/** See proc_pid_stat(5) and proc_pid_status(5). Undefined for a process that has just ended. */
function readEntry(id: number): Entry | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The name stands in parentheses and may hold anything; the third field follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3])
    const [, resident = 0] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? []
    const ticks = field(14) + field(15) + field(16) + field(17)
    return { id, parent: field(4), cpuMs: ticks * tickMs, residentBytes: Number(resident) * 1024 }
  } catch {
    return undefined
  }
}
