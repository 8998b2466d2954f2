import type { Audience } from '../contract/audiences.ts'
import { groups } from './customers.ts'
import { replyNumber } from './numbers.ts'
import type { CampaignPlan, Ids } from './plans.ts'
import { HOUR } from './stage.ts'

/** Of the shop whose account this is. */
const SHOP = 'bergamot.example'
const FROM = 'Bergamot'
const SENCHA = 'Tea of the month: Sencha'
const BLENDS = 'New blends: which words work'

type At = (daysAgo: number, hour: number) => Date

const common = { from: FROM, perSecond: 25, failures: 0.022, settings: {} }

/** The campaigns of the last nine weeks, oldest first. */
export const pastCampaigns = (at: At): CampaignPlan[] => [...firstCampaigns(at), ...latestCampaigns(at)]

function firstCampaigns(at: At): CampaignPlan[] {
  return [
    {
      ...common,
      ...{ name: 'First flush has arrived', startsAt: at(61, 10), audience: inGroup(groups.newsletter) },
      texts: [plain(`Hi {first_name|there}, the first flush from Darjeeling has arrived: ${SHOP}/first-flush`)],
    },
    {
      ...common,
      ...{ name: SENCHA, startsAt: at(54, 17), audience: inGroup(groups.newsletter) },
      texts: [
        plain(`Tea of the month is Sencha from Kagoshima, 100 g for 9 euros this week: ${SHOP}/sencha\nNo more texts: {opt_out_link}`),
      ],
    },
    {
      ...common,
      ...{ name: 'Dégustation à Lyon', startsAt: at(47, 12), audience: inGroup(groups.france) },
      texts: [{ text: `Bonjour {first_name|à vous}, dégustation samedi à Lyon. Réservez votre place: ${SHOP}/lyon`, appeal: 1.25 }],
    },
    {
      ...common,
      ...{ name: BLENDS, startsAt: at(40, 10), audience: inGroup(groups.newsletter) },
      // Six in ten are asked, and two hours later the others get what they liked.
      experiment: { way: 'winner', goal: { kind: 'clickers' }, test_share: 0.6, wait_minutes: 120, deadline_hours: 24 },
      texts: [
        { text: `New: six blends for long evenings. See them all: ${SHOP}/blends`, appeal: 0.75 },
        { text: `{first_name|Hello}, which of our six new blends is yours? Find out: ${SHOP}/blends`, appeal: 1.5 },
      ],
    },
    {
      ...common,
      ...{ name: 'Teeabend in Hamburg', startsAt: at(33, 16), audience: inGroup(groups.germany), rates: { tap: 0.22 } },
      texts: [plain(`Hallo {first_name|zusammen}, am Freitag ist Teeabend in Hamburg. Kommen Sie dazu? ${SHOP}/teeabend`)],
    },
    {
      ...common,
      ...{ name: 'We miss you', startsAt: at(26, 11), audience: whoTappedNothing, from: replyNumber, rates: { tap: 0.06, optOut: 0.012 } },
      texts: [plain(`{first_name|Hello}, it has been a while. 5 euros off your next order: ${SHOP}/back?v=5\nReply STOP to leave.`)],
    },
  ]
}

function latestCampaigns(at: At): CampaignPlan[] {
  return [
    {
      ...common,
      ...{ name: 'Matcha starter set', startsAt: at(18, 10), audience: inGroup(groups.newsletter) },
      texts: [plain(`Matcha at home: bowl, whisk and 30 g for 39 euros ${SHOP}/matcha\nHow it is made: ${SHOP}/matcha/film`)],
    },
    {
      ...common,
      ...{ name: 'Black tea week', startsAt: at(11, 18), audience: inGroup(groups.newsletter) },
      texts: [{ text: `Black tea week 🍂 15% off Assam, Ceylon and Earl Grey until Sunday: ${SHOP}/black-tea`, appeal: 1.1 }],
    },
    {
      ...common,
      ...{
        name: 'Early access for regulars',
        startsAt: at(4, 9),
        from: replyNumber,
        audience: inGroup(groups.regulars),
        rates: { tap: 0.29, convert: 0.24 },
      },
      texts: [plain(`{first_name|Hello}, you go first: our anniversary offers are open for you today: ${SHOP}/early?for=regulars`)],
    },
    {
      ...common,
      ...{ name: 'Anniversary preview', startsAt: at(2, 10), audience: inGroup(groups.newsletter), settings: { label: 'anniversary' } },
      texts: [
        { text: `Ten years of Bergamot. Have a look at what starts on Thursday: ${SHOP}/ten-years`, appeal: 1 },
        { text: `{first_name|Hello}, we turn ten, and you get the presents: ${SHOP}/ten-years`, appeal: 1.28 },
      ],
    },
  ]
}

/** The campaign that is on its way at the moment. */
export const runningCampaign = (now: Date): CampaignPlan => ({
  ...{ name: 'Anniversary: 20% off everything', from: FROM, audience: inGroup(groups.newsletter), failures: 0.022 },
  ...{ startsAt: new Date(now.getTime() - 0.9 * HOUR), perSecond: 1, sentShare: 0.46, isByDay: false, rates: { tap: 0.2, convert: 0.2 } },
  settings: { label: 'anniversary', messages_per_second: 1, validity_minutes: 4_320 },
  experiment: { way: 'split', goal: { kind: 'clickers' }, wait_minutes: 20, deadline_hours: 48 },
  texts: [
    plain(`{first_name|Hello}, 20% off everything until Sunday, only with this link: ${SHOP}/ten?c=20`),
    { text: `Our present to you, {first_name|dear friend}: a fifth off everything, until Sunday: ${SHOP}/ten?c=fifth`, appeal: 1.15 },
  ],
})

/** One that stopped by itself: the numbers came from cards that visitors of a fair had filled in. */
export const troubledCampaign = (startsAt: Date): CampaignPlan => ({
  ...{
    name: 'After the fair',
    from: FROM,
    startsAt,
    audience: inGroup(fairGroup),
    settings: { pause_at_failures: { rate: 0.25, after: 50 } },
  },
  ...{ perSecond: 2, failures: 0.41, sentUntil: new Date(startsAt.getTime() + 40_000) },
  texts: [plain(`Thank you for your visit at our stand. Your sample is waiting: ${SHOP}/sample`)],
})

const unsent = { from: FROM, perSecond: 1, failures: 0, startsAt: new Date(0), settings: { label: 'anniversary' } }

/** One for tomorrow, one that was called off, and one that somebody is still writing. */
export const plannedCampaigns: { scheduled: CampaignPlan; cancelled: CampaignPlan; draft: CampaignPlan } = {
  scheduled: {
    ...unsent,
    ...{ name: 'Last day of the anniversary', audience: withoutClickers(groups.newsletter) },
    texts: [plain(`{first_name|Hello}, today is the last day: 20% off everything at ${SHOP}/ten?c=last`)],
  },
  cancelled: {
    ...unsent,
    ...{ name: 'Anniversary (wrong date)', audience: inGroup(groups.newsletter) },
    texts: [plain(`Ten years of Bergamot, tomorrow: ${SHOP}/ten-years`)],
  },
  draft: {
    ...unsent,
    ...{ name: 'Winter teas', audience: inGroup(groups.regulars), settings: {} },
    texts: [plain(`{first_name|Hello}, our winter teas are in. Yours last year was {favourite|a good one}: ${SHOP}/winter`)],
  },
}

export const fairGroup = 'Fair visitors'

function plain(text: string) {
  return { text, appeal: 1 }
}

function inGroup(name: string) {
  return (ids: Ids): Audience => ({ include: [{ kind: 'group', group_id: idOf(ids, name) }], exclude: [] })
}

/** Who got two campaigns and tapped on neither. */
const whoTappedNothing = (ids: Ids): Audience => {
  const rules = [SENCHA, BLENDS].map((name) => ({
    kind: 'campaign' as const,
    campaign_id: idOf(ids, name),
    outcome: 'not_clicked' as const,
  }))
  return { include: [{ kind: 'all_of', rules }], exclude: [] }
}

/** Who has tapped lately has seen it. */
function withoutClickers(name: string) {
  return (ids: Ids): Audience => ({ ...inGroup(name)(ids), exclude: [{ kind: 'clicked_any', days: 2 }] })
}

function idOf(ids: Ids, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The story knows no "${name}"`)
  return String(id)
}
