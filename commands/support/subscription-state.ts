import type { Subscription } from '../../src/store/subscriptions.js'

/** How a subscription is doing: it posts, was paused by a moderator, or has a problem with its channel. */
export const subscriptionStates = ['running', 'paused', 'blocked'] as const
type State = (typeof subscriptionStates)[number]

const marks: Record<State, string> = { running: '🟢', paused: '⏸', blocked: '⚠️' }

type Facts = Pick<Subscription, 'paused' | 'paused_reason'>

export function subscriptionState({ paused, paused_reason }: Facts): State {
  if (paused) return 'paused'
  return paused_reason === null ? 'running' : 'blocked'
}

export function subscriptionMark(subscription: Facts): string {
  return marks[subscriptionState(subscription)]
}

/** Of a topic, by all the places where it is posted: 💤 when it is posted nowhere, else the mark of the worst. */
export function topicMark(places: readonly Facts[]): string {
  const states = new Set(places.map(subscriptionState))
  if (states.size === 0) return '💤'
  if (states.has('blocked')) return marks.blocked
  return states.has('running') ? marks.running : marks.paused
}
