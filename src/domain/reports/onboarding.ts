import type { OnboardingStep } from '../../contract/onboarding.ts'
import type { Db } from '../../platform/db.ts'

/** Since when each step is done, and the sender used last. */
export type Onboarding = Record<OnboardingStep, Date | null> & { senderName: string | null }

/**
 * How far an account has come, from what is there: nobody ticks anything off. A sender is known once it stands in the settings or something was
 * written under it; each look is one step into an index.
 */
export async function readOnboarding(db: Db, { accountId }: { accountId: bigint }): Promise<Onboarding> {
  const [row] = await db<Onboarding[]>`
    select
      coalesce(least(first_message.created_at, first_campaign.created_at), case when senders <> '{}' then changed_at end) as sender,
      coalesce(senders[1], last_campaign.sender, last_message.sender) as "senderName",
      (select min(created_at) from short_domains where account_id = ${accountId}) as short_domain,
      first_message.created_at as test_message,
      (select min(started_at) from campaigns where account_id = ${accountId}) as campaign,
      (select min(created_at) from webhook_endpoints where account_id = ${accountId}) as webhook
    from (select senders, changed_at from accounts where id = ${accountId}) as one
    left join lateral (select created_at from messages where account_id = ${accountId} order by id limit 1) as first_message on true
    left join lateral (select sender from messages where account_id = ${accountId} order by id desc limit 1) as last_message on true
    left join lateral (select created_at from campaigns where account_id = ${accountId} order by id limit 1) as first_campaign on true
    left join lateral (select sender from campaigns where account_id = ${accountId} order by id desc limit 1) as last_campaign on true`
  if (row === undefined) throw new Error('A row of one gives one row')
  return row
}
