import { useWords } from '../../i18n/words.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { LastCampaigns } from './LastCampaigns.tsx'
import { LastMessages } from './LastMessages.tsx'
import { Onboarding } from './Onboarding.tsx'
import { homeWords } from './words.ts'

/** Where one arrives: what is left to set up, and what was sent last. */
export default function HomePage() {
  const words = useWords(homeWords)
  return (
    <>
      <PageHeader title={words.title} />
      <Onboarding />
      <LastCampaigns />
      <LastMessages />
    </>
  )
}
