import { useQuery } from '@tanstack/react-query'
import type { ConversionDetail } from '../../../../src/contract/conversions.ts'
import { countryCredit } from '../../../../src/contract/countryCredit.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Money } from '../../../ui/Figure.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Facts } from '../Shell.tsx'
import { conversionQuery } from './queries.ts'
import { sheetWords } from './sheetWords.ts'
import { Trace } from './Trace.tsx'
import { conversionWords } from './words.ts'

type Props = { id: string; onClose: () => void; onOther: (id: string) => void }

/** A conversion as it is stored: what it says, and why it was or was not attributed. */
export function ConversionSheet({ id, onClose, onOther }: Props) {
  const words = useWords(sheetWords)
  const query = useQuery(conversionQuery(id))
  return (
    <Dialog kind="sheet" title={words.title(id)} onClose={onClose}>
      <QueryView query={query} skeleton={<SkeletonRows rows={8} />}>
        {(conversion) => <Detail conversion={conversion} onOther={onOther} />}
      </QueryView>
    </Dialog>
  )
}

function Detail({ conversion, onOther }: { conversion: ConversionDetail; onOther: (id: string) => void }) {
  const words = useWords(sheetWords)
  const { state, repeat_of: original, network_country: country } = conversion
  return (
    <>
      <Trace explained={conversion} isGood={state === 'attributed'} title={words.states[state]} />
      {original !== null && (
        <p>
          <button type="button" className="link-button" onClick={() => onOther(original)}>
            {words.original(original)}
          </button>
        </p>
      )}
      <div className="settings-result">
        <h3>{words.said}</h3>
        <Facts facts={useFacts(conversion)} />
      </div>
      {country !== null && (
        <p className="soft small">
          <a href={countryCredit.url}>{countryCredit.text}</a>
        </p>
      )}
      {conversion.corrections.length > 0 && <Corrections conversion={conversion} />}
    </>
  )
}

function useFacts(conversion: ConversionDetail) {
  const words = useWords(sheetWords)
  const shared = useWords(conversionWords)
  const regions = new Intl.DisplayNames([useFormat().locale], { type: 'region', fallback: 'code' })
  const { value, gross_value: gross, device, network_country: country } = conversion
  const facts = [
    { name: shared.name, value: conversion.name },
    { name: words.order, value: conversion.order_id },
    { name: shared.value, value: value === null ? null : <Money value={value} /> },
    { name: words.gross, value: gross === null || gross.amount === value?.amount ? null : <Money value={gross} /> },
    { name: shared.when, value: <Time at={conversion.at} /> },
    { name: words.received, value: <Time at={conversion.received_at} /> },
    { name: shared.source, value: [shared.sources[conversion.source], conversion.origin].filter((part) => part !== null).join(', ') },
    { name: words.reference, value: conversion.reference },
    { name: words.phone, value: conversion.phone },
    { name: words.clickIds, value: conversion.click_ids.join('\n') },
    { name: words.click, value: conversion.clicked_at === null ? null : <Time at={conversion.clicked_at} /> },
    { name: words.device, value: device === null ? null : (words.devices[device] ?? device) },
    { name: words.country, value: country === null ? null : (regions.of(country) ?? country) },
  ]
  return facts.filter((fact) => fact.value !== null && fact.value !== '')
}

function Corrections({ conversion: { corrections, gross_value: gross } }: { conversion: ConversionDetail }) {
  const words = useWords(sheetWords)
  return (
    <>
      <h3>{words.corrections}</h3>
      <ul>
        {corrections.map(({ id, kind, amount, at }) => (
          <li key={id}>
            {words.kinds[kind]} {amount !== null && gross !== null && <Money value={{ amount, currency: gross.currency }} />}{' '}
            <Time at={at} />
          </li>
        ))}
      </ul>
    </>
  )
}
