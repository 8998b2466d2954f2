import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay, useSession } from '../../session.ts'
import { useNow } from '../../ui/clock.ts'
import { draftOf } from './campaignDraft.ts'
import { emptyDraft, type Draft } from './draft.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import { accountQuery, domainsQuery, groupsQuery, segmentsQuery, sendersQuery } from './queries.ts'
import { readSaved } from './savedDrafts.ts'
import type { Start } from './useDraft.ts'
import { composeWords } from './words.ts'

/** What the account says about every text; undefined until it is known. */
export function useSurroundings(): {
  surroundings: Surroundings | undefined
  sending: Sending | undefined
  error: Error | null
  retry: () => void
} {
  const account = useQuery(accountQuery)
  const domains = useQuery(domainsQuery)
  const surroundings = useMemo((): Surroundings | undefined => {
    if (account.data === undefined || domains.data === undefined) return undefined
    const { tracking, link_form: linkForm, utm, merge_fields_in_urls: mergeFieldsInUrls } = account.data
    return { tracking, linkForm, utm: withoutNothing(utm), mergeFieldsInUrls, domains: domains.data.domains }
  }, [account.data, domains.data])
  const sending = useMemo((): Sending | undefined => {
    if (account.data === undefined) return undefined
    const { senders, only_senders: onlySenders, quiet_hours: quietHours, time_zone: timeZone } = account.data
    return { senders, onlySenders, quietHours, timeZone }
  }, [account.data])
  const retry = () => void Promise.all([account.refetch(), domains.refetch()])
  return { surroundings, sending, error: account.error ?? domains.error, retry }
}

const withoutNothing = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/**
 * What the composer begins with: the campaign of the address, what this browser has kept, or nothing. It is made once; what happens to the
 * campaign later does not change what somebody is writing. Undefined while it is not known yet, and for a campaign that is no draft.
 */
export function useStart(id: string | undefined, campaign: Campaign | undefined): Start | undefined {
  const words = useWords(composeWords)
  const { linkStartsOf } = useEngine()
  const { date } = useFormat()
  const userId = useSession().user.id
  const mayRead = useMay('contacts:read')
  const account = useQuery(accountQuery)
  const senders = useQuery({ ...sendersQuery, retry: false })
  const groups = useQuery({ ...groupsQuery, enabled: mayRead })
  const segments = useQuery({ ...segmentsQuery, enabled: mayRead })
  const now = useNow()
  const [saved] = useState(() => readSaved(userId))
  const [start, setStart] = useState<Start>()
  if (start !== undefined) return start
  const isReady =
    !senders.isPending &&
    account.data !== undefined &&
    (id === undefined || (campaign?.state === 'draft' && !groups.isPending && !segments.isPending))
  if (!isReady) return undefined
  const fresh: Draft = { ...emptyDraft, name: words.newName(date(now, now)), from: account.data?.senders[0] ?? senders.data?.[0] ?? '' }
  const nameOf = (wanted: string) => [...(groups.data ?? []), ...(segments.data ?? [])].find((each) => each.id === wanted)?.name ?? wanted
  const made =
    campaign === undefined
      ? { draft: saved?.campaignId === undefined ? { ...fresh, ...saved?.draft } : fresh, home: undefined, isSaved: false }
      : ofCampaign(campaign, { nameOf, linkStartsOf, kept: saved?.campaignId === campaign.id ? saved : undefined })
  setStart(made)
  return made
}

type Kept = ReturnType<typeof readSaved>

/** What the browser has kept of the campaign counts where the server has not got it; the time stands nowhere else. */
function ofCampaign(
  campaign: Campaign,
  { nameOf, linkStartsOf, kept }: { nameOf: (id: string) => string; linkStartsOf: (text: string) => number[]; kept: Kept },
): Start {
  const ids = Object.fromEntries(campaign.variants.map(({ id }) => [id, id]))
  const home = { campaignId: campaign.id, variantIds: ids, hasDesign: campaign.experiment !== null, saves: 0 }
  if (kept?.isOnServer === false) {
    // What was written before the server gave ids knows its variants by other keys.
    const known = Object.entries(kept.variantIds ?? {}).filter(([, id]) => Object.hasOwn(ids, id))
    return { draft: kept.draft, home: { ...home, variantIds: { ...ids, ...Object.fromEntries(known) } }, isSaved: false }
  }
  const draft = draftOf(campaign, { linkStartsOf, nameOf })
  return { draft: { ...draft, when: kept?.draft.when ?? draft.when }, home, isSaved: true }
}
