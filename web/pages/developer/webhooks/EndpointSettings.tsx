import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Fact } from '../../../ui/Fact.tsx'
import { Time } from '../../../ui/Time.tsx'
import { detailWords } from './detailWords.ts'
import type { Endpoint } from './queries.ts'
import { SecretBox } from './SecretBox.tsx'
import { webhookWords } from './words.ts'

/** How a webhook is set, in the order in which somebody asks. */
export function EndpointSettings({ endpoint }: { endpoint: Endpoint }) {
  const page = useWords(webhookWords)
  const words = useWords(detailWords)
  const format = useFormat()
  const mayWrite = useMay('webhooks:write')
  const { types, header_names: headers } = endpoint
  return (
    <section className="section" aria-labelledby="webhook-settings">
      <header>
        <h2 id="webhook-settings">{page.settings}</h2>
      </header>
      <CodeBlock code={endpoint.url} label={page.address} oneLine />
      <dl className="webhook-facts">
        <Fact name={words.events}>
          {types.length === 0 ? (
            words.allEvents
          ) : (
            <ul role="list">
              {types.map((type) => (
                <li key={type}>
                  <code>{type}</code>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name={words.filters}>
          <Filters endpoint={endpoint} />
        </Fact>
        {headers.length > 0 && (
          <Fact name={words.headers}>
            <code>{headers.join(', ')}</code>
          </Fact>
        )}
        <Fact name={words.concurrency}>{format.number(endpoint.concurrency)}</Fact>
        <Fact name={words.format}>{words[endpoint.format]}</Fact>
        <Fact name={words.made}>
          <Time at={endpoint.created_at} />
        </Fact>
      </dl>
      {mayWrite && endpoint.format === 'standard' && <SecretBox id={endpoint.id} />}
    </section>
  )
}

function Filters({ endpoint }: { endpoint: Endpoint }) {
  const words = useWords(detailWords)
  const page = useWords(webhookWords)
  const { label, campaign_id: campaignId } = endpoint
  const parts = [
    endpoint.include_test ? words.withTest : page.live,
    ...(label === null ? [] : [words.label(label)]),
    ...(campaignId === null ? [] : [words.campaign(campaignId)]),
    ...(endpoint.first_clicks_only ? [words.firstClicks] : []),
    ...(endpoint.include_recipient ? [words.withNumbers] : []),
  ]
  return parts.join(', ')
}
