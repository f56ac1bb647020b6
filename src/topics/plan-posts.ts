/** More waiting articles than this become single posts and one list, so that a flood is one message, not fifty. */
export const maxSinglePosts = 8
/** Lines of one list: 12 × 330 characters stay below an embed's 4,096. Longer backlogs become several lists: nothing is left out. */
export const maxListed = 12

export interface PostPlan<Item> {
  /** Single posts at most; `maxSinglePosts` unless told. */
  max?: number | undefined
  /** What comes in lists anyway, before the others. */
  isListed?: (item: Item) => boolean
}

/**
 * Divides what is waiting (oldest first) into messages: one article each while they are few; otherwise the newest ones
 * single and everything before them in lists.
 */
export function planPosts<Item>(waiting: readonly Item[], plan: PostPlan<Item> = {}): Item[][] {
  const { max = maxSinglePosts, isListed = () => false } = plan
  const rest = waiting.filter((item) => !isListed(item))
  const extra = rest.length > max ? rest.length - max + 1 : 0
  return [
    ...listsOf(waiting.filter(isListed)),
    ...listsOf(rest.slice(0, extra)),
    ...rest.slice(extra).map((item) => [item]),
  ]
}

function listsOf<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / maxListed)
  return Array.from({ length: count }, (_, list) => items.slice(list * maxListed, (list + 1) * maxListed))
}
