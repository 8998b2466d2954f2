import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExperimentDesign } from '../../../../src/contract/experimentDesign.ts'
import type { ExperimentPlan } from '../../../../src/contract/experiments.ts'
import { get } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Select } from '../../../ui/Field.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useAmounts, type Amounts } from './amounts.ts'
import { planWords } from './planWords.ts'

const differences = ['0.05', '0.1', '0.2', '0.3', '0.5', '1']

type Asked = { campaignId: string; difference: string; recipients: number | undefined; version: number }

const planQuery = ({ campaignId: id, difference, recipients, version }: Asked) =>
  queryOptions({
    queryKey: keyOf('campaigns', id, 'plan', difference, recipients, version),
    queryFn: ({ signal }) =>
      get<ExperimentPlan>(`/v1/campaigns/${encodeURIComponent(id)}/experiment/plan`, { query: { difference, recipients }, signal }),
    placeholderData: keepPreviousData,
  })

type PlanProps = {
  campaignId: string
  goal: ExperimentDesign['goal']
  /** Where they were counted already. */
  recipients?: number
  /** Another one for another design. */
  version?: number
  /** Whether it is said beside it that nothing can be measured. */
  isUnmeasuredSaid?: boolean
}

/** What a design can find with those who will get it, and what speaks against it. */
export function Plan({ campaignId, goal, recipients, version = 0, isUnmeasuredSaid = false }: PlanProps) {
  const words = useWords(planWords)
  const amounts = useAmounts(goal)
  const [difference, setDifference] = useState('0.2')
  const query = useQuery(planQuery({ campaignId, difference, recipients, version }))
  return (
    <>
      <Select
        label={words.difference}
        options={differences.map((value) => ({ value, label: words.more(amounts.part(Number(value))) }))}
        value={difference}
        onChange={setDifference}
      />
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {(plan) => (
          <div aria-busy={query.isPlaceholderData}>
            <Reach plan={plan} amounts={amounts} />
            {plan.findings
              .filter(({ code }) => code !== 'no_tracked_link' || !isUnmeasuredSaid)
              .map((found) => (
                <Note key={found.code} kind="warning">
                  <p>{words.findings[found.code](spokenOf(found.figures, amounts, words))}</p>
                </Note>
              ))}
          </div>
        )}
      </QueryView>
    </>
  )
}

function Reach({ plan, amounts }: { plan: ExperimentPlan; amounts: Amounts }) {
  const words = useWords(planWords)
  const { number, part } = amounts
  const { baseline, baseline_from: from, needed_per_variant: needed, detectable_difference: smallest } = plan
  const sentences = [
    words.reach(number(plan.recipients), number(plan.tested_per_variant)),
    plan.held_out > 0 && words.held(number(plan.held_out)),
    baseline !== null && from !== 'given' && words.baseline[from](part(baseline)),
    needed === null ? words.unknownNeed : words.needed(number(needed), part(plan.power)),
    needed !== null && (smallest === null ? words.undetectable : words.detectable(part(smallest))),
  ]
  return <p>{sentences.filter((one) => one !== false).join(' ')}</p>
}

type Figures = ExperimentPlan['findings'][number]['figures']

function spokenOf(figures: Figures, { number, part }: Amounts, words: (typeof planWords)['en']) {
  const figure = (key: string) => {
    const value = figures[key]
    return typeof value === 'number' ? value : undefined
  }
  const text = (key: string) => {
    const value = figures[key]
    return typeof value === 'string' ? value : ''
  }
  const smallest = figure('detectable')
  return {
    variants: text('variants'),
    conversion: [text('conversion') === '' ? '' : `“${text('conversion')}”`, text('currency')].filter((one) => one !== '').join(' '),
    currency: text('currency'),
    ...{ tested: number(figure('tested')), needed: number(figure('needed')), minimum: number(figure('min_per_variant')) },
    ...{ difference: part(figure('difference')), wait: number(figure('wait_minutes')), arrived: part(figure('arrived')) },
    smallest: smallest === undefined ? words.undetectable : words.detectable(part(smallest)),
  }
}
