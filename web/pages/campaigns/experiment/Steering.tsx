import { useState } from 'react'
import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { useSteer } from './queries.ts'
import { steerWords } from './steerWords.ts'

/** What a person can decide while the experiment is open: a variant for the others, or none. */
export function Steering({ experiment }: { experiment: Experiment }) {
  const words = useWords(steerWords)
  const may = useMay('campaigns:write')
  const [asked, setAsked] = useState<'decide' | 'stop'>()
  const isOpen = experiment.phase === 'running' || experiment.phase === 'asking'
  const close = () => setAsked(undefined)
  if (!may || !isOpen) return null
  return (
    <div className="experiment-steering">
      <Button kind={experiment.phase === 'asking' ? 'main' : 'quiet'} onClick={() => setAsked('decide')}>
        {words.decide}
      </Button>
      <Button onClick={() => setAsked('stop')}>{words.stop}</Button>
      {asked === 'decide' && <Decide experiment={experiment} onClose={close} />}
      {asked === 'stop' && <Stop experiment={experiment} onClose={close} />}
    </div>
  )
}

type Asked = { experiment: Experiment; onClose: () => void }

function Decide({ experiment, onClose }: Asked) {
  const words = useWords(steerWords)
  const steer = useSteer(experiment.campaign_id)
  const [variantId, setVariantId] = useState(experiment.verdict?.variant_id ?? experiment.control_id)
  const options = experiment.variants.map(({ variant_id: value, name }) => ({ value, label: name }))
  const chosen = options.find(({ value }) => value === variantId)?.label ?? ''
  return (
    <ConfirmDialog
      title={words.decideTitle}
      action={words.decideAction(chosen)}
      busy={steer.isPending}
      error={steer.error}
      onConfirm={() => steer.mutate({ kind: 'decide', variantId }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <RadioGroup legend={words.choose} options={options} value={variantId} onChange={setVariantId} />
      <p>{words.decideBody}</p>
    </ConfirmDialog>
  )
}

function Stop({ experiment, onClose }: Asked) {
  const words = useWords(steerWords)
  const steer = useSteer(experiment.campaign_id)
  return (
    <ConfirmDialog
      title={words.stopTitle}
      action={words.stop}
      danger
      busy={steer.isPending}
      error={steer.error}
      onConfirm={() => steer.mutate({ kind: 'stop' }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{words.stopBody}</p>
    </ConfirmDialog>
  )
}
