import { Link } from 'wouter'
import type { LinkDetail } from '../../../src/contract/links.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { Fact } from '../../ui/Fact.tsx'
import { Time } from '../../ui/Time.tsx'
import { linksWords } from './words.ts'

/** Where a link leads, and the text and the messages that it stands in. */
export function LinkFacts({ link }: { link: LinkDetail }) {
  const words = useWords(linksWords)
  const format = useFormat()
  const { text, position, destination, destination_kind: kind, created_at: created, expires_at: ends } = link
  return (
    <div className="message-head">
      {/* Text as it was written; what it leads to is for recipients. */}
      <p className="message-text">
        <bdi>{text}</bdi>
      </p>
      <dl className="message-facts">
        <Fact name={words.destination}>
          {kind === 'value' ? words.byField(destination) : <bdi>{destination}</bdi>}
          {kind === 'fields' && <span className="soft"> {words.byRecipient}</span>}
        </Fact>
        <Fact name={words.place}>{words.placeOf(format.number(position + 1))}</Fact>
        <Fact name={words.created}>
          <Time at={created} />
        </Fact>
        {ends !== null && (
          <Fact name={words.expiry.field}>
            <Time at={ends} />
          </Fact>
        )}
        <SentWith link={link} />
      </dl>
    </div>
  )
}

/** The campaign, and the newest message with this text while one is kept. */
function SentWith({
  link: { campaign_id: campaign, campaign_name: name, variant_name: variant, last_message_id: message },
}: {
  link: LinkDetail
}) {
  const words = useWords(linksWords)
  return (
    <>
      {campaign !== null && (
        <Fact name={words.campaign}>
          <Link href={paths.campaign(campaign)}>{name ?? campaign}</Link>
          {variant !== null && `, ${words.variant(variant)}`}
        </Fact>
      )}
      <Fact name={words.lastMessage}>
        {message === null ? (
          <span className="soft">{words.noMessage}</span>
        ) : (
          <Link href={paths.message(message)}>{words.showMessage}</Link>
        )}
      </Fact>
    </>
  )
}
