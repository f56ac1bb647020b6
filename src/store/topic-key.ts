/** What must be unique in a server: names differ by more than case. A person's topic is apart from those of others. */
export function topicKey(name: string, userId: string | null = null): string {
  const key = name.normalize('NFKC').toLowerCase()
  return userId === null ? key : `@${userId}:${key}`
}

/** What a removed topic has instead, so that its name is free. No name holds a NUL or is that long. */
export function removedKey(id: number): string {
  return `removed ${id} ${'-'.repeat(50)}`
}
