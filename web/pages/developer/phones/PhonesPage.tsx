import './phones.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { useMay } from '../../../session.ts'
import { ButtonLink } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useUrlState } from '../../../useUrlState.ts'
import { DeveloperHeader } from '../DeveloperHeader.tsx'
import { Handset } from './Handset.tsx'
import { phonesQuery, type PhoneList } from './queries.ts'
import { phoneWords } from './words.ts'

/** As many as the API names. */
const MAX_PHONES = 50
const noNumber = { number: '' }

/** The phones of the simulator: what they got, with links to tap, and what Tapline recorded of it, as it happens. */
export default function PhonesPage() {
  const words = useWords(phoneWords)
  const maySend = useMay('messages:write')
  return (
    <>
      <DeveloperHeader title={words.title} />
      {maySend ? (
        <Phones />
      ) : (
        <Note title={words.forbidden}>
          <p>{words.forbiddenTodo}</p>
        </Note>
      )}
    </>
  )
}

function Phones() {
  const words = useWords(phoneWords)
  const { values } = useUrlState(noNumber)
  const query = useQuery(phonesQuery)
  const compose = (
    <ButtonLink to={paths.compose()} kind="main">
      {words.compose}
    </ButtonLink>
  )
  return (
    <>
      <Note kind="warning" title={words.simulation}>
        <p>{words.simulationMeaning}</p>
      </Note>
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ phones }) => {
          const number = values.number === '' ? phones[0]?.phone : values.number
          if (number === undefined) return <EmptyState action={compose}>{words.empty}</EmptyState>
          return (
            <div className="sim-phones">
              <PhoneNav phones={phones} open={number} />
              {/* Another phone is another handset, whose reply begins empty. */}
              <Handset key={number} number={number} />
            </div>
          )
        }}
      </QueryView>
    </>
  )
}

function PhoneNav({ phones, open }: { phones: PhoneList['phones']; open: string }) {
  const words = useWords(phoneWords)
  const format = useFormat()
  return (
    <nav className="sim-nav" aria-label={words.phones}>
      <ul role="list">
        {phones.map(({ phone, last_text: text, last_at: at }) => (
          <li key={phone}>
            <Link href={paths.phones(phone)} aria-current={phone === open ? 'true' : undefined}>
              <span className="sim-number figure">{phone}</span>
              <span className="soft small">
                <Time at={at} />
              </span>
              <bdi className="sim-last" title={text}>
                {text}
              </bdi>
            </Link>
          </li>
        ))}
      </ul>
      {phones.length === MAX_PHONES && <p className="soft small">{words.latestPhones(format.number(MAX_PHONES))}</p>}
    </nav>
  )
}
