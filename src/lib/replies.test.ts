import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainWords, readReply } from './replies.ts'
import { bareOptOutWords, clearOptOutWords, helpWords, optInWords } from './replyWords.ts'

test.each([
  ...[
    'STOP',
    'stop',
    ' Stop. ',
    'STOP!!!',
    '"Stop"',
    '\u201eSTOP\u201c',
    '\u00abstop\u00bb',
    "'stop'",
    '(stop)',
    'S T O P',
    'S.T.O.P.',
    'STOOOOP',
    'stop \u{1f6d1}',
  ],
  ...[
    '\uff33\uff34\uff2f\uff30',
    '\u200bSTOP\u200b',
    'ST\u200dOP',
    '\ufeffstop',
    'STOP\n\n',
    '\ud835\udc12\ud835\udc13\ud835\udc0e\ud835\udc0f',
    'stop\u00a0',
    '*stop*',
  ],
  ...[
    'QUIT',
    'END',
    'Revoke',
    'OPT OUT',
    'opt-out',
    'OptOut',
    'CANCEL',
    'UNSUBSCRIBE',
    'STOPALL',
    'ARRET',
    'Arr\u00eat',
    'REMOVE',
    'TD',
    'T.D.',
  ],
  ...[
    'STOPP',
    'Abmelden',
    'k\u00fcndigen',
    'KUENDIGEN',
    'BAJA',
    'basta',
    'D\u00c9SABONNER',
    'desabonner',
    'AFMELDEN',
    'rezygnuj\u0119',
    'Avsluta',
    'SLUT',
    'odhl\u00e1sit',
  ],
  ...[
    'LEIRATKOZ\u00c1S',
    '\u0421\u0422\u041e\u041f',
    '\u03a3\u03a4\u039f\u03a0',
    '\u0130PTAL',
    'iptal',
    '\u9000\u8ba2',
    'peruuta',
    'odjava',
  ],
])('%j is surely an opt-out', (text) => {
  expect(readReply(text)).toEqual({ kind: 'opt_out', isSure: true })
})

test.each([
  ...[
    'please stop texting me',
    'Please stop',
    'STOP sending me this!',
    'Stop it now. I never asked for this and I will tell the regulator about every single one of your messages',
  ],
  ...[
    'bitte keine SMS mehr',
    'Bitte nicht mehr schreiben',
    'Nehmen Sie mich aus dem Verteiler',
    'L\u00f6schen Sie meine Nummer',
    'will mich abmelden',
    'Lasst mich in Ruhe',
  ],
  ...[
    'take me off your list',
    "don't text me again",
    'no more texts please',
    'how do I unsubscribe?',
    'leave me alone',
    'I want to opt out of this',
    'END please',
    'no more',
  ],
  ...[
    'je ne veux plus de sms',
    'Ne plus recevoir',
    'no quiero recibir m\u00e1s',
    'quiero darme de baja',
    'non voglio pi\u00f9 ricevere',
    'n\u00e3o quero mais',
    'geen sms meer',
    'nie chc\u0119 wi\u0119cej',
  ],
  ...[
    '\u041d\u0435 \u043f\u0438\u0448\u0438\u0442\u0435 \u043c\u043d\u0435',
    '\u8bf7\u9000\u8ba2',
    '\u{1f6d1}',
    '\u{1f6ab}\u{1f6ab}',
    'cancel my appointment',
    'STOP 12345',
  ],
])('%j sounds like an opt-out and is one until somebody looks', (text) => {
  expect(readReply(text)).toEqual({ kind: 'opt_out', isSure: false })
})

test.each([
  ...[
    '',
    '   ',
    '\u{1f44d}',
    'Yes',
    'ok thanks',
    'See you at the end of the week',
    'The weekend works',
    'Can I come at 5?',
    'no',
    'Keine Zeit heute',
    'nonstop music',
  ],
  ...[
    'Hi, I will be a bit late for the appointment because the train does not move; in the end I may have to cancel it, sorry about that!',
  ],
  ...[
    'Start at nine?',
    'Can you help me find the shop?',
    'When does the sale start',
    'infos folgen',
    'Alles gut, bis zum Ende der Woche',
    'It is red',
  ],
])('%j is just a text', (text) => {
  expect(readReply(text)).toEqual({ kind: 'text', isSure: true })
})

test.each([
  ...[
    ['START', 'opt_in'],
    ['unstop', 'opt_in'],
    ['Start.', 'opt_in'],
    ['Anmelden', 'opt_in'],
    ['\u0421\u0442\u0430\u0440\u0442', 'opt_in'],
  ],
  ...[
    ['HELP', 'help'],
    ['info?', 'help'],
    ['Hilfe!', 'help'],
    ['AIDE', 'help'],
    ['ayuda', 'help'],
    ['\u041f\u043e\u043c\u043e\u0449\u044c', 'help'],
  ],
])('%j is %s', (text, kind) => {
  expect(readReply(text)).toEqual({ kind, isSure: true })
})

const keyword = fc.oneof(
  fc.constantFrom(...clearOptOutWords, ...bareOptOutWords).map((word) => ({ word, kind: 'opt_out' })),
  fc.constantFrom(...optInWords).map((word) => ({ word, kind: 'opt_in' })),
  fc.constantFrom(...helpWords).map((word) => ({ word, kind: 'help' })),
)
const around = fc.constantFrom('', ' ', '.', '!!', '"', '\u201c', '\u200b', '\ufeff', '\n', ' \u{1f64f}', '*', '?!', '(', '\u3000')

test('a keyword means the same in any case and between any punctuation, blanks, emoji and invisible characters', () => {
  fc.assert(
    fc.property(keyword, around, around, fc.boolean(), ({ word, kind }, before, after, isUpper) => {
      const text = before + (isUpper ? word.toUpperCase() : word) + after
      expect(readReply(text)).toEqual({ kind, isSure: true })
    }),
  )
})

test('a word of an opt-out in passing, in a text of more than forty others, is just a text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('cancel', 'end', 'stop', 'quit', 'remove', 'abmelden'),
      fc.integer({ min: 25, max: 60 }),
      (word, length) => {
        const filler = Array.from({ length }, (_, at) => `w${at}`).join(' ')
        expect(readReply(`${filler} ${word} ${filler}`).kind).toBe('text')
      },
    ),
  )
})

test('any text has a meaning, and only an opt-out can be unsure', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { kind, isSure } = readReply(text)
      expect(isSure || kind === 'opt_out').toBe(true)
    }),
  )
})

test('words in their plainest form stay as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(plainWords(plainWords(text))).toBe(plainWords(text))
    }),
  )
})
