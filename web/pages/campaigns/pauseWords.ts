import { defineWords } from '../../i18n/words.ts'

/** Why a campaign is paused, and what to do about it. */
export const pauseWords = defineWords(
  {
    paused: {
      manual: { title: 'Paused by hand.', body: 'Nothing more goes out until somebody resumes it.' },
      failures: {
        title: 'Paused by itself: too many messages failed.',
        body: 'Look at who did not get it and why. A wrong sender or route fails for everybody. Then resume it, or cancel it.',
      },
      spend_limit: {
        title: 'Paused by itself: the spend limit is reached.',
        body: 'Raise the limit, or wait for the next day or month of UTC. Then resume it.',
      },
      restored: {
        title: 'Paused after a restore.',
        body: 'What it sent after the backup is not known. Resume it only if that was nothing; else some people get it twice.',
      },
      fault: { title: 'Paused by a fault.', body: 'Its text or audience cannot be used any more. Cancel it, and clone it to mend it.' },
    },
    seeFailed: 'See who did not get it',
    toLimits: 'To the spend limits',
  },
  {
    paused: {
      manual: { title: 'Von Hand angehalten.', body: 'Nichts geht mehr hinaus, bis jemand sie fortsetzt.' },
      failures: {
        title: 'Von selbst angehalten: Zu viele Nachrichten sind gescheitert.',
        body: 'Sehen Sie nach, wer sie nicht bekommen hat und warum. Ein falscher Absender oder eine falsche Route scheitert bei allen. Setzen Sie sie dann fort, oder brechen Sie sie ab.',
      },
      spend_limit: {
        title: 'Von selbst angehalten: Die Ausgabengrenze ist erreicht.',
        body: 'Erhöhen Sie die Grenze, oder warten Sie auf den nächsten Tag oder Monat nach UTC. Setzen Sie sie dann fort.',
      },
      restored: {
        title: 'Nach einer Wiederherstellung angehalten.',
        body: 'Was sie nach der Sicherung noch gesendet hat, ist nicht bekannt. Setzen Sie sie nur fort, wenn das nichts war; sonst bekommen manche sie zweimal.',
      },
      fault: {
        title: 'Durch einen Fehler angehalten.',
        body: 'Ihr Text oder ihre Empfängerauswahl lässt sich nicht mehr verwenden. Brechen Sie sie ab, und kopieren Sie sie, um das zu beheben.',
      },
    },
    seeFailed: 'Zeigen, wer sie nicht bekam',
    toLimits: 'Zu den Ausgabengrenzen',
  },
)
