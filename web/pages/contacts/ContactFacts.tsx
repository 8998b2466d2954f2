import { useState } from 'react'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay, useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Fact } from '../../ui/Fact.tsx'
import { Time } from '../../ui/Time.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { ConsentFields, consentOf, noConsent } from './ConsentFields.tsx'
import { contactWords } from './contactWords.ts'
import { Memberships } from './Memberships.tsx'
import { Part } from './Part.tsx'
import type { ContactDetail } from './queries.ts'
import { LiftDialog } from './LiftDialog.tsx'
import { useChange } from './useChange.ts'
import { contactsWords } from './words.ts'

/** What a contact is: number, time zone, suppression, fields, groups, consents. */
export const ContactFacts = ({ contact }: { contact: ContactDetail }) => (
  <div className="contact-facts">
    <About contact={contact} />
    <Fields contact={contact} />
    <Memberships contact={contact} />
    <Consents contact={contact} />
  </div>
)

function About({ contact }: { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const { locale } = useFormat()
  const { country, mobile, time_zone: zone, time_zone_basis: basis, created_at: added, updated_at: changed, suppression } = contact
  return (
    <Part title={words.about}>
      <dl className="facts">
        {suppression !== null && (
          <Fact name={words.suppression}>
            <Suppression contact={contact} suppression={suppression} />
          </Fact>
        )}
        <Fact name={words.country}>{country === null ? '–' : nameOfCountry(country, locale)}</Fact>
        <Fact name={words.kind}>{mobile === true ? words.mobile : words.unknownKind}</Fact>
        <Fact name={words.zone}>
          {zone ?? '–'} {basis !== null && <span className="soft">({words.bases[basis]})</span>}
        </Fact>
        <Fact name={words.added}>
          <Time at={added} />
        </Fact>
        <Fact name={words.changed}>
          <Time at={changed} />
        </Fact>
      </dl>
    </Part>
  )
}

export const nameOfCountry = (code: string, locale: string): string => new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code

function Suppression({
  contact: { phone },
  suppression: { source, created_at: since },
}: {
  contact: ContactDetail
  suppression: NonNullable<ContactDetail['suppression']>
}) {
  const words = useWords(contactWords)
  const isShown = useSession().numbers === 'shown'
  const mayLift = useMay('contacts:write') && isShown
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {words.suppressedBecause[source] ?? words.suppressedElse}, {words.since} <Time at={since} />.{' '}
      {mayLift && (
        <button type="button" className="link-button" onClick={() => setOpen(true)}>
          {words.lift}
        </button>
      )}
      {isOpen && <LiftDialog phone={phone} source={source} onClose={() => setOpen(false)} />}
    </>
  )
}

function Fields({ contact: { fields } }: { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const entries = Object.entries(fields)
  return (
    <Part title={words.fields}>
      {entries.length === 0 ? (
        <p className="soft">{words.noFields}</p>
      ) : (
        <dl className="facts">
          {entries.map(([name, value]) => (
            <Fact key={name} name={name}>
              <bdi>{value}</bdi>
            </Fact>
          ))}
        </dl>
      )}
    </Part>
  )
}

function Consents({ contact }: { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const mayWrite = useMay('contacts:write')
  const [isOpen, setOpen] = useState(false)
  const action = mayWrite && <Button onClick={() => setOpen(true)}>{words.recordConsent}</Button>
  return (
    <Part title={words.consents} action={action}>
      {contact.consents.length === 0 && <p className="soft">{words.noConsents}</p>}
      <ul role="list" className="consents">
        {contact.consents.map(({ source, at, wording, recorded_at: recorded }) => (
          <li key={`${at} ${source} ${recorded}`}>
            <bdi>{source}</bdi>, <Time at={at} />
            {wording !== null && (
              <blockquote>
                <bdi>{wording}</bdi>
              </blockquote>
            )}
          </li>
        ))}
      </ul>
      {isOpen && <ConsentDialog contact={contact} onClose={() => setOpen(false)} />}
    </Part>
  )
}

function ConsentDialog({ contact: { phone }, onClose }: { contact: ContactDetail; onClose: () => void }) {
  const words = useWords(contactWords)
  const shared = useWords(contactsWords)
  const toast = useToast()
  const [value, setValue] = useState(noConsent)
  const record = useChange(() => send('POST', '/v1/contacts', { phone, rule: 'update', ...consentOf(value) }), {
    touches: ['contacts'],
    onDone: () => {
      onClose()
      toast(words.consentGiven)
    },
  })
  return (
    <ConfirmDialog
      title={words.recordConsent}
      action={shared.save}
      busy={record.isPending}
      disabled={value.source.trim() === ''}
      error={record.error}
      onConfirm={() => record.mutate()}
      onClose={onClose}
    >
      <ConsentFields value={value} onChange={setValue} error={record.error} />
    </ConfirmDialog>
  )
}
