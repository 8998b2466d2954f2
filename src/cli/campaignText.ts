import type { CampaignReport } from '../contract/campaignReport.ts'
import type { Campaign } from '../contract/campaigns.ts'
import { fields, showTime, table } from './output.ts'

const number = (value: number | null) => (value === null ? 'not counted' : value.toLocaleString('en'))
const percent = (value: number | null) => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)

/** A campaign and how far it has come, for people. */
export function describeCampaign({ progress, ...found }: Campaign): string[] {
  const why = found.pause_reason === null ? '' : ` (${found.trouble ?? found.pause_reason})`
  return [
    ...fields([
      ['Campaign', `${found.id}, ${found.name}`],
      ['State', `${found.state}${why}`],
      ['From', found.from],
      ['Starts', found.local_time === null ? showTime(found.starts_at) : `${found.local_time}, local time`],
      ['Planned', `${number(progress.planned)}${progress.expanded ? '' : ' so far'}`],
      ['Sent', number(progress.sent)],
      ['Accepted', number(progress.accepted)],
      ['Delivered', number(progress.delivered)],
      ['Failed', number(progress.failed)],
      ['Pace', progress.per_second === null ? '-' : `${progress.per_second} a second`],
      ['Left', progress.seconds_left === null ? '-' : `${progress.seconds_left} s`],
    ]),
    ...progress.left_out.map(({ reason, recipients }) => `Left out  ${number(recipients)} (${reason.replaceAll('_', ' ')})`),
    ...found.variants.map(({ name, text }) => `\n${name}: ${text}`),
  ]
}

/** A report, for people: each row one variant, the last all of them. */
export function describeReport(report: CampaignReport): string[] {
  const row = (name: string, each: CampaignReport['variants'][number] | CampaignReport) => [
    name,
    ...[each.planned, each.sent, each.reached, each.delivered, each.clickers, each.total_clicks, each.views].map(number),
    percent(each.click_rate),
    number(each.conversions),
    each.values.map(({ amount, currency }) => `${amount} ${currency}`).join(', ') || '-',
    each.cost === null ? 'unknown' : `${each.cost.amount} ${each.cost.currency}`,
  ]
  const head = [
    'VARIANT',
    'PLANNED',
    'SENT',
    'REACHED',
    'DELIVERED',
    'CLICKERS',
    'TOTAL CLICKS',
    'VIEWS',
    'CLICK RATE',
    'CONVERSIONS',
    'VALUE',
    'COST',
  ]
  const links = report.links.map((link) => [
    link.destination ?? '-',
    number(link.total_clicks),
    number(link.unique_clicks),
    number(link.views),
    number(link.conversions),
  ])
  return [
    ...table(head, [...report.variants.map((variant) => row(variant.name, variant)), row('all', report)]),
    ...(links.length === 0 ? [] : ['', ...table(['LINK', 'TOTAL CLICKS', 'UNIQUE CLICKS', 'VIEWS', 'CONVERSIONS'], links)]),
  ]
}
