import { defineWords } from '../../i18n/words.ts'

/** A rule said in words; a name or campaign that is undefined stands for whichever. */
export const sentenceWords = defineWords(
  {
    all: 'everybody',
    group: (name: string) => `is in the group “${name}”`,
    country: (name: string) => `has a number of ${name}`,
    field: (name: string, operator: string, value: string) => `${name} ${operator}${value === '' ? '' : ` “${value}”`}`,
    campaign: (name: string, outcome: string) => `campaign “${name}”: ${outcome}`,
    link: (id: string, clicked: boolean) => (clicked ? `clicked link ${id}` : `did not click link ${id}`),
    clicked_any: (days: string) => `clicked something within ${days} days`,
    not_clicked_any: (days: string) => `got something within ${days} days and clicked nothing of it`,
    converted: (name: string | undefined, campaign: string | undefined, days: string) =>
      `converted${name === undefined ? '' : ` (${name})`} within ${days} days${campaign === undefined ? '' : ` from campaign “${campaign}”`}`,
    not_converted: (name: string | undefined, campaign: string | undefined, days: string) =>
      campaign === undefined
        ? `got something within ${days} days and did not convert${name === undefined ? '' : ` (${name})`}`
        : `got campaign “${campaign}” and did not convert from it${name === undefined ? '' : ` (${name})`} within ${days} days`,
    undelivered: (times: string, days: string) => `could not be delivered to ${times} times within ${days} days`,
    not: (rule: string) => `not: ${rule}`,
    all_of: 'all of',
    any_of: 'one of',
  },
  {
    all: 'alle',
    group: (name: string) => `ist in der Gruppe „${name}“`,
    country: (name: string) => `hat eine Nummer aus ${name}`,
    field: (name: string, operator: string, value: string) => `${name} ${operator}${value === '' ? '' : ` „${value}“`}`,
    campaign: (name: string, outcome: string) => `Kampagne „${name}“: ${outcome}`,
    link: (id: string, clicked: boolean) => (clicked ? `hat Link ${id} angeklickt` : `hat Link ${id} nicht angeklickt`),
    clicked_any: (days: string) => `hat in ${days} Tagen etwas angeklickt`,
    not_clicked_any: (days: string) => `hat in ${days} Tagen etwas bekommen und nichts davon angeklickt`,
    converted: (name: string | undefined, campaign: string | undefined, days: string) =>
      `hat in ${days} Tagen ${campaign === undefined ? '' : `aus der Kampagne „${campaign}“ `}konvertiert${name === undefined ? '' : ` (${name})`}`,
    not_converted: (name: string | undefined, campaign: string | undefined, days: string) =>
      campaign === undefined
        ? `hat in ${days} Tagen etwas bekommen und nicht konvertiert${name === undefined ? '' : ` (${name})`}`
        : `hat die Kampagne „${campaign}“ bekommen und in ${days} Tagen nicht daraus konvertiert${name === undefined ? '' : ` (${name})`}`,
    undelivered: (times: string, days: string) => `war in ${days} Tagen ${times}-mal nicht erreichbar`,
    not: (rule: string) => `nicht: ${rule}`,
    all_of: 'alles von',
    any_of: 'eines von',
  },
)
