import { defineWords, plural } from '../../i18n/words.ts'

/** Words of the dialog that makes a group of recipients. */
export const groupWords = defineWords(
  {
    groupTitle: 'Make a group of recipients',
    groupWho: 'Who goes in',
    groupName: 'Name of the group',
    groupHint: 'Recipients who are no contacts cannot be in a group. Its members do not change by themselves.',
    groupFilters: 'The other filters of this page hold here too.',
    groupDefault: (name: string, who: string) => `${name}: ${who}`,
    groupGo: 'Make the group',
    groupGoOn: 'Go on',
    groupSoFar: (count: string) => `${count} added so far.`,
    groupDone: (count: number, text: string, name: string) =>
      plural(count, `1 person is in “${name}”.`, `${text} people are in “${name}”.`),
    groupWithout: (count: number, text: string) =>
      plural(count, '1 is no contact and was left out.', `${text} are no contacts and were left out.`),
    groupPartly: 'The group is there with those who were added. Going on adds the rest; nobody is in it twice.',
    toGroups: 'To the groups',
  },
  {
    groupTitle: 'Aus Empfängern eine Gruppe bilden',
    groupWho: 'Wer hineinkommt',
    groupName: 'Name der Gruppe',
    groupHint: 'Empfänger, die keine Kontakte sind, können in keiner Gruppe sein. Ihre Mitglieder ändern sich nicht von selbst.',
    groupFilters: 'Die übrigen Filter dieser Seite gelten auch hier.',
    groupDefault: (name: string, who: string) => `${name}: ${who}`,
    groupGo: 'Gruppe bilden',
    groupGoOn: 'Fortfahren',
    groupSoFar: (count: string) => `Bisher ${count} hinzugefügt.`,
    groupDone: (count: number, text: string, name: string) =>
      plural(count, `1 Person ist in „${name}“.`, `${text} Personen sind in „${name}“.`),
    groupWithout: (count: number, text: string) =>
      plural(count, '1 ist kein Kontakt und fehlt darin.', `${text} sind keine Kontakte und fehlen darin.`),
    groupPartly: 'Die Gruppe besteht mit denen, die schon darin sind. Beim Fortfahren kommen die übrigen dazu; niemand ist doppelt darin.',
    toGroups: 'Zu den Gruppen',
  },
)
