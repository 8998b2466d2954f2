import { z } from 'zod'
import { timestamp } from './fields.ts'

export const onboardingSteps = ['sender', 'short_domain', 'test_message', 'campaign', 'webhook'] as const
export type OnboardingStep = (typeof onboardingSteps)[number]

export const onboarding = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: z.enum(onboardingSteps),
      done: z.boolean(),
      at: timestamp.nullable().describe('Since when; null as long as it is not done'),
    }),
  ),
  sender: z.string().nullable().describe('The first one of the settings, else the one used last'),
  done: z.boolean().describe('Whether nothing is left to do'),
})
