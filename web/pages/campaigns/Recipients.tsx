import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Recipient } from '../../../src/contract/campaignRecipients.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { withQuery } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { deeds, isDeed, recipientsOf, type Narrowed } from './filters.ts'
import { GroupDialog } from './GroupDialog.tsx'
import { recipientsQuery } from './queries.ts'
import { RecipientTable } from './RecipientTable.tsx'
import { reportWords } from './reportWords.ts'

/** Everybody that it went to, with what each did; the filters of the report hold here too. */
export function Recipients({ campaign, filter, change }: Narrowed & { campaign: Campaign }) {
  const words = useWords(reportWords)
  const [isGrouping, setGrouping] = useState(false)
  const query = useInfiniteQuery(recipientsQuery(campaign.id, recipientsOf(filter)))
  const rows: Recipient[] = query.data?.pages.flatMap(({ recipients }) => recipients) ?? []
  const isFiltered = Object.keys(recipientsOf(filter)).length > 0
  return (
    <section className="section" aria-labelledby="recipients">
      <header>
        <h2 id="recipients">{words.recipients}</h2>
        <Tools campaign={campaign} filter={filter} change={change} onGroup={() => setGrouping(true)} />
      </header>
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {() =>
          rows.length === 0 && !query.hasNextPage ? (
            <p className="soft">{isFiltered ? words.nobody : words.nobodyYet}</p>
          ) : (
            <RecipientTable rows={rows} campaign={campaign} withBots={filter.bots === 'in'} isStale={query.isPlaceholderData} />
          )
        }
      </QueryView>
      <LoadMore query={query} />
      {isGrouping && <GroupDialog campaign={campaign} filter={filter} onClose={() => setGrouping(false)} />}
    </section>
  )
}

function Tools({ campaign, filter, change, onGroup }: Narrowed & { campaign: Campaign; onGroup: () => void }) {
  const words = useWords(reportWords)
  const mayGroup = useMay('contacts:write')
  const options = [{ value: '', label: words.deeds.all }, ...deeds.map((deed) => ({ value: deed, label: words.deeds[deed] }))]
  const file = withQuery(`/v1/campaigns/${encodeURIComponent(campaign.id)}/recipients/export`, recipientsOf(filter))
  return (
    <div className="recipient-tools">
      <Select label={words.did} options={options} value={isDeed(filter.did) ? filter.did : ''} onChange={(did) => change({ did })} />
      <a className="button quiet" href={file} download title={words.exportTitle}>
        {words.exportRecipients}
      </a>
      {mayGroup && <Button onClick={onGroup}>{words.makeGroup}</Button>}
    </div>
  )
}
