import { defineWords } from '../i18n/words.ts'

/** Words of failures that no code of the API stands for. */
export const errorWords = defineWords(
  {
    refused: 'That did not work.',
    broken: 'This page stopped through a fault of ours.',
    brokenTodo: 'Reload it. What was saved is safe.',
    newVersion: 'A newer version of Tapline is installed.',
    newVersionTodo: 'Reload the page to use it.',
  },
  {
    refused: 'Das hat nicht geklappt.',
    broken: 'Diese Seite ist durch einen Fehler bei uns stehen geblieben.',
    brokenTodo: 'Laden Sie sie neu. Was gespeichert war, ist sicher.',
    newVersion: 'Eine neuere Version von Tapline ist installiert.',
    newVersionTodo: 'Laden Sie die Seite neu, um sie zu benutzen.',
  },
)
