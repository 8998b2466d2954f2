import { useState } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { stepsIn, type Step, type Steps } from './steps.ts'
import { campaignWords } from './words.ts'

/** What can be done to a campaign. What cannot be undone is asked about first. */
export function CampaignActions({ campaign, steps }: { campaign: Campaign; steps: Steps }) {
  const words = useWords(campaignWords)
  const may = useMay('campaigns:write')
  const [asked, setAsked] = useState<'cancel' | 'remove'>()
  const { first, more } = stepsIn[campaign.state]
  if (!may) return null
  const begin = (step: Step) => (step === 'cancel' || step === 'remove' ? setAsked(step) : steps.mutate(step))
  const items = more.map((step) => ({
    ...{ key: step, label: words.steps[step], danger: step === 'cancel' || step === 'remove' },
    onChoose: () => begin(step),
  }))
  return (
    <>
      {campaign.state === 'draft' && (
        <ButtonLink to={paths.draft(campaign.id)} kind="main">
          {words.steps.edit}
        </ButtonLink>
      )}
      {first !== undefined && (
        <Button kind={first === 'resume' ? 'main' : 'quiet'} busy={steps.isPending} onClick={() => begin(first)}>
          {words.steps[first]}
        </Button>
      )}
      {items.length > 0 && <Menu label={words.more} icon="more" end items={items} />}
      {asked !== undefined && <Ask step={asked} campaign={campaign} steps={steps} onClose={() => setAsked(undefined)} />}
    </>
  )
}

type Asked = { step: 'cancel' | 'remove'; campaign: Campaign; steps: Steps; onClose: () => void }

function Ask({ step, campaign, steps, onClose }: Asked) {
  const words = useWords(campaignWords)
  const format = useFormat()
  const { queued, submitting } = campaign.progress.states
  const waiting = (queued ?? 0) + (submitting ?? 0)
  const body = {
    cancel: waiting === 0 ? words.cancelBodyUnsent : words.cancelBody(words.messages(waiting, format.number(waiting))),
    remove: words.removeBody,
  }
  return (
    <ConfirmDialog
      title={step === 'cancel' ? words.cancelTitle : words.removeTitle}
      action={words.steps[step]}
      danger
      busy={steps.isPending}
      error={steps.error}
      onConfirm={() => steps.mutate(step, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{body[step]}</p>
    </ConfirmDialog>
  )
}
