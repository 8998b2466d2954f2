import { queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { carrierList } from '../../../../src/contract/carriers.ts'
import { get } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { useSession } from '../../../session.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Section, SettingsShell } from '../Shell.tsx'
import { CarrierTable } from './CarrierTable.tsx'
import { PriceTable } from './PriceTable.tsx'
import { RouteTable } from './RouteTable.tsx'
import { carrierWords } from './words.ts'

const carriersQuery = queryOptions({
  queryKey: keyOf('carriers'),
  queryFn: ({ signal }) => get<z.infer<typeof carrierList>>('/v1/carriers', { signal }),
})

/** What carries messages out, on which routes, for which price. Owners of the first account can test a connection. */
export default function CarriersPage() {
  const words = useWords(carrierWords)
  const query = useQuery(carriersQuery)
  const isOwner = useSession().user.role === 'owner'
  return (
    <SettingsShell page="carriers">
      <QueryView query={query} skeleton={<SkeletonRows rows={6} />}>
        {({ carriers, routes, prices, is_operator: isOperator }) => (
          <>
            <Section title={words.title} about={words.about}>
              <CarrierTable carriers={carriers} mayTest={isOwner && isOperator} />
            </Section>
            <Section title={words.routes} about={words.routesAbout}>
              {routes.length === 0 ? <p className="soft">{words.noRoutes}</p> : <RouteTable routes={routes} carriers={carriers} />}
            </Section>
            <Section title={words.senders} about={words.sendersAbout} />
            <Section title={words.prices} about={words.pricesAbout}>
              {prices.length === 0 ? <p className="soft">{words.noPrices}</p> : <PriceTable prices={prices} />}
            </Section>
          </>
        )}
      </QueryView>
    </SettingsShell>
  )
}
