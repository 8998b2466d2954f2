import type { Suspicion } from '../../../../src/contract/suspicions.ts'
import { defineWords } from '../../../i18n/words.ts'

type PerRule = Record<Suspicion, string>

export const suspicionWords = defineWords(
  {
    title: 'Suspicious hits',
    titleAbout:
      'A hit that looks like a person by itself, but not by its time or its neighbours, is a bot. A rule that finds people of yours can be switched off; the change holds for hits from then on.',
    rules: 'Rules that are used',
    names: {
      soon_after_send: 'Too soon after the send',
      all_links_at_once: 'All links of a message at once',
      burst: 'Many messages at once from one network',
      network_over_budget: 'A network that guesses codes',
    } satisfies PerRule,
    about: {
      soon_after_send: 'A desktop browser opens the link within 5 seconds.',
      all_links_at_once: 'Every link is opened within 2 seconds from one network.',
      burst: 'Links of 20 or more messages within 2 seconds, by the same desktop browser or program.',
      network_over_budget: 'It asked for too many codes that do not exist, and something else looks wrong, too.',
    } satisfies PerRule,
    none: 'None',
  },
  {
    title: 'Verdächtige Zugriffe',
    titleAbout:
      'Ein Zugriff, der für sich nach einem Menschen aussieht, nach Zeitpunkt oder Nachbarschaft aber nicht, gilt als Bot. Eine Regel, die Menschen trifft, lässt sich abschalten; das gilt für Zugriffe von da an.',
    rules: 'Regeln, die angewendet werden',
    names: {
      soon_after_send: 'Zu bald nach dem Versand',
      all_links_at_once: 'Alle Links einer Nachricht auf einmal',
      burst: 'Viele Nachrichten auf einmal aus einem Netz',
      network_over_budget: 'Ein Netz, das Codes rät',
    } satisfies PerRule,
    about: {
      soon_after_send: 'Ein Desktop-Browser öffnet den Link innerhalb von 5 Sekunden.',
      all_links_at_once: 'Alle Links werden innerhalb von 2 Sekunden aus einem Netz geöffnet.',
      burst: 'Links von 20 oder mehr Nachrichten innerhalb von 2 Sekunden, vom selben Desktop-Browser oder Programm.',
      network_over_budget: 'Es hat nach zu vielen Codes gefragt, die es nicht gibt, und noch etwas spricht gegen einen Menschen.',
    } satisfies PerRule,
    none: 'Keine',
  },
)
