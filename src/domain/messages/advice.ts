import type { PreviewResponse } from '../../contract/messages.ts'
import type { Advice } from '../../lib/advice.ts'

/** An advice with its sentence; the web app says the same in the language of its reader. */
export const adviceSentence = (advice: Advice): PreviewResponse['advice'][number] => ({ code: advice.code, detail: detailOf(advice) })

function detailOf(advice: Advice): string {
  switch (advice.code) {
    case 'link_last':
      return 'Put the link last: phones then show a preview card.'
    case 'several_links':
      return `The text has ${advice.links} links: iPhones show a preview card only for a single one.`
    case 'link_shortened_already':
      return `${advice.written} is a public shortener's link, which carriers filter: write the address that it leads to.`
    case 'more_parts':
      return `Short links make this ${advice.after} parts instead of ${advice.before}.`
    case 'fewer_parts':
      return `Short links make this ${advice.after} ${advice.after === 1 ? 'part' : 'parts'} instead of ${advice.before}.`
    case 'forced_ucs2':
      return 'Some characters make this UCS-2, with 70 characters to a part instead of 160: see forcing_characters.'
  }
}
