import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Campaign, CampaignState } from '../../../src/contract/campaigns.ts'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { keyOf } from '../../queryClient.ts'
import { useToast } from '../../ui/Toast.tsx'
import { campaignQuery } from './queries.ts'
import { campaignWords } from './words.ts'

export type Step = 'pause' | 'resume' | 'cancel' | 'unschedule' | 'clone' | 'remove'

/** What can be done in a state: the one thing that is most likely wanted, and what else there is. The server decides. */
export const stepsIn: Readonly<Record<CampaignState, { first: Step | undefined; more: readonly Step[] }>> = {
  draft: { first: undefined, more: ['clone', 'remove'] },
  scheduled: { first: 'unschedule', more: ['clone', 'cancel'] },
  running: { first: 'pause', more: ['clone', 'cancel'] },
  paused: { first: 'resume', more: ['clone', 'cancel'] },
  done: { first: 'clone', more: [] },
  cancelled: { first: 'clone', more: [] },
}

/** Does a step, shows the campaign as it is then, and goes where that leads: to a copy, or away from what is gone. */
export function useSteps(campaign: Campaign) {
  const words = useWords(campaignWords)
  const client = useQueryClient()
  const toast = useToast()
  const [, go] = useLocation()
  const path = `/v1/campaigns/${encodeURIComponent(campaign.id)}`
  return useMutation({
    mutationFn: async (step: Step) => {
      if (step !== 'remove') return send<Campaign>('POST', `${path}/${step}`)
      await send('DELETE', path)
      return undefined
    },
    onSuccess: (after, step) => {
      if (after === undefined) client.removeQueries({ queryKey: keyOf('campaigns', campaign.id) })
      else client.setQueryData(campaignQuery(after.id).queryKey, after)
      if (step === 'remove') go(paths.campaigns())
      if (step === 'clone' && after !== undefined) go(paths.campaign(after.id))
      toast(words.done[step])
      void client.invalidateQueries({ queryKey: keyOf('campaigns') })
    },
    // Somebody else may have been quicker: what is shown is read again.
    onError: () => void client.invalidateQueries({ queryKey: keyOf('campaigns', campaign.id) }),
  })
}
export type Steps = ReturnType<typeof useSteps>
