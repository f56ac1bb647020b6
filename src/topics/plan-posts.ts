/** More waiting articles than this become single posts and one list, so that a flood is one message, not fifty. */
export const maxSinglePosts = 8
/** Lines of one list: 12 × 330 characters stay below an embed's 4,096. Longer backlogs become several lists: nothing is left out. */
export const maxListed = 12

/**
 * Divides what is waiting (oldest first) into messages: one article each while they are few; otherwise the newest ones
 * single and everything before them in lists.
 */
export function planPosts<Item>(waiting: readonly Item[]): Item[][] {
  if (waiting.length <= maxSinglePosts) return waiting.map((item) => [item])
  const listed = waiting.length - maxSinglePosts + 1
  const posts: Item[][] = []
  for (let start = 0; start < listed; start += maxListed)
    posts.push(waiting.slice(start, Math.min(start + maxListed, listed)))
  return [...posts, ...waiting.slice(listed).map((item) => [item])]
}
