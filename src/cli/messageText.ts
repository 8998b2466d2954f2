import type { MessageDetail, MessageSummary } from '../contract/messages.ts'
import { count, fields, shorten, showTime, table } from './output.ts'

/** One line a message. */
export function messageTable(messages: readonly MessageSummary[]): string[] {
  const rows = messages.map((message) => [
    ...[message.id, showTime(message.created_at), message.state, message.phone, String(message.clicks), String(message.views)],
    ...[message.label ?? '', shorten(message.text, 60)],
  ])
  return table(['ID', 'CREATED', 'STATE', 'TO', 'CLICKS', 'VIEWS', 'LABEL', 'TEXT'], rows)
}

/** A message with all that became of it, for people. */
export function describeMessage(message: MessageDetail): string[] {
  return [
    ...fields(facts(message)),
    ...section('Links', message.links.flatMap(describeLink)),
    ...section(
      'Timeline',
      message.timeline.map(({ at, event, detail }) => `${showTime(at)}  ${event.padEnd(10)} ${detail}`),
    ),
  ]
}

function facts(message: MessageDetail): [string, string][] {
  const { price } = message
  const optional: [string, string | null][] = [
    ['Failure', message.failure],
    ['Label', message.label],
    ['Reference', message.reference],
  ]
  return [
    ['Message', `${message.id}${message.test ? ' (test)' : ''}`],
    ['State', message.state],
    ['To', message.phone],
    ['From', message.from],
    ['Text', message.text],
    [
      'Parts',
      `${message.parts} in ${message.encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}, ${price === null ? 'cost unknown' : `${price.amount} ${price.currency}`}`,
    ],
    ['Send at', showTime(message.send_at)],
    ['Tracking', message.tracking],
    ['Became', became(message)],
    ...optional.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])),
  ]
}

type Counts = Pick<MessageSummary, 'clicks' | 'views' | 'prefetches' | 'bots'>

/** Clicks and views always, machines where there were any. */
function became({ clicks, views, prefetches, bots }: Counts): string {
  const machines = [...(prefetches > 0 ? [`${prefetches} prefetched`] : []), ...(bots > 0 ? [count(bots, 'bot')] : [])]
  return [count(clicks, 'click'), count(views, 'view'), ...machines].join(', ')
}

function describeLink(link: MessageDetail['links'][number]): string[] {
  const first = [
    ...(link.first_click_at === null ? [] : [`first click ${showTime(link.first_click_at)}`]),
    ...(link.first_view_at === null ? [] : [`first view ${showTime(link.first_view_at)}`]),
  ]
  return [
    `${link.short_link} -> ${link.destination}${link.taken_down ? ' (taken down)' : ''}`,
    `  link ${link.id}: ${[became(link), ...first].join(', ')}`,
  ]
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
