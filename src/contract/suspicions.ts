/**
 * The rules that look at more than one hit by itself: at its time after the send and at its neighbours. An account can switch each off
 * (`ignored_suspicions`); the names are also reasons of verdicts.
 */
export const suspicions = ['soon_after_send', 'all_links_at_once', 'burst', 'network_over_budget'] as const
export type Suspicion = (typeof suspicions)[number]
