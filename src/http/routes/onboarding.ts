import { onboarding, onboardingSteps } from '../../contract/onboarding.ts'
import { readOnboarding } from '../../domain/reports/onboarding.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** What a new account has done already. */
export function onboardingRoutes(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/onboarding',
    {
      onRequest: requireKey('account:read'),
      schema: { tags: ['account'], summary: 'Read how far the account has come', response: { 200: onboarding } },
    },
    async ({ key: { accountId } }) => {
      const { senderName, ...facts } = await readOnboarding(db, { accountId })
      const steps = onboardingSteps.map((step) => ({ step, done: facts[step] !== null, at: facts[step]?.toISOString() ?? null }))
      return { steps, sender: senderName, done: steps.every(({ done }) => done) }
    },
  )
}
