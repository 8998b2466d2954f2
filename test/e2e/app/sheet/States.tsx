import { useState } from 'react'
import { ApiError } from '../../../../web/api.ts'
import { Badge, CampaignBadge, MessageBadge, TestBadge } from '../../../../web/ui/Badge.tsx'
import { Button } from '../../../../web/ui/Button.tsx'
import { EmptyState } from '../../../../web/ui/EmptyState.tsx'
import { ErrorBoundary } from '../../../../web/ui/ErrorBoundary.tsx'
import { ErrorNote } from '../../../../web/ui/ErrorNote.tsx'
import { Money, NumberText, Percent } from '../../../../web/ui/Figure.tsx'
import { FilterChips } from '../../../../web/ui/FilterChips.tsx'
import { Note } from '../../../../web/ui/Note.tsx'
import { PhoneBubble, PhoneFrame, PhoneLinkCard } from '../../../../web/ui/PhoneFrame.tsx'
import { Tabs } from '../../../../web/ui/Tabs.tsx'
import { RelativeTime, Time } from '../../../../web/ui/Time.tsx'
import { useUrlState } from '../../../../web/useUrlState.ts'

const messageStates = [
  'queued',
  'submitting',
  'accepted',
  'rejected',
  'unknown',
  'delivered',
  'undelivered',
  'expired',
  'cancelled',
  'suppressed',
] as const
const campaignStates = ['draft', 'scheduled', 'running', 'paused', 'done', 'cancelled'] as const
const tones = ['sent', 'delivered', 'view', 'click', 'conversion', 'reply', 'failed', 'bot'] as const
const unreachable = new ApiError('unavailable', 'The database cannot be reached right now.', { status: 503 })
const long = 'Grüße an alle mit einem sehr langen Namen, der nirgends hineinpasst und trotzdem gezeigt wird'

export const States = () => (
  <>
    <Tabs
      label="Sheets"
      tabs={[
        { to: '/states', name: 'States', count: '16' },
        { to: '/tables', name: 'Tables' },
      ]}
    />
    <Filters />
    <p>
      {messageStates.map((state) => (
        <MessageBadge key={state} state={state} />
      ))}{' '}
      {campaignStates.map((state) => (
        <CampaignBadge key={state} state={state} />
      ))}{' '}
      <TestBadge />
    </p>
    <p>
      {tones.map((tone) => (
        <Badge key={tone} tone={tone} shape="dot">
          {tone}
        </Badge>
      ))}
    </p>
    <p>
      <NumberText value={7_654_321} /> <NumberText value={null} /> <Percent value={0.168} />{' '}
      <Money value={{ amount: '0.075', currency: 'EUR' }} /> <Money value={{ amount: '180.60', currency: 'EUR' }} />{' '}
      <Time at="2024-06-30T22:30:00Z" /> <RelativeTime at="2024-06-30T22:30:00Z" />
    </p>
    <ErrorNote error={unreachable} retry={() => undefined} />
    <Note kind="warning" title="Two parts instead of one">
      3 characters make this UCS-2.
    </Note>
    <Note>Put the link last.</Note>
    <EmptyState>Nothing here yet.</EmptyState>
    <PhoneFrame sender={long} label="The phone of Ana">
      <PhoneBubble card={<PhoneLinkCard host="acme.example" title="Spring sale" />}>
        {'Hi Ana,\nour sale: https://s.acme.example/Xk3aB9zQ'}
      </PhoneBubble>
    </PhoneFrame>
    <ErrorBoundary>
      <Breaking />
    </ErrorBoundary>
  </>
)

const noFilters = { state: '', text: '' }

function Filters() {
  const { values, change, clear, isFiltered } = useUrlState(noFilters)
  const chips = [
    { key: 'state', name: 'State', value: values.state },
    { key: 'text', name: 'Text', value: values.text },
  ].filter(({ value }) => value !== '')
  return (
    <>
      <Button onClick={() => change({ state: 'delivered' })}>Only delivered</Button>{' '}
      <Button onClick={() => change({ text: long })}>Only long</Button>
      <FilterChips chips={chips.map((chip) => ({ ...chip, onRemove: () => change({ [chip.key]: '' }) }))} onClear={clear} />
      <p>{isFiltered ? 'filtered' : 'all'}</p>
    </>
  )
}

function Breaking() {
  const [broken, setBroken] = useState(false)
  if (broken) throw new Error('on purpose')
  return <Button onClick={() => setBroken(true)}>Break</Button>
}
