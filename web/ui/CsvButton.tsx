import { useWords } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { csvOf, fileNameOf, saveFile } from './saveFile.ts'
import { uiWords } from './words.ts'

/** Saves a table as it is seen. `rows` makes its cells, the header first, when the button is pressed. */
export function CsvButton({
  name,
  what,
  rows,
}: {
  name: string
  what: string
  rows: () => readonly (readonly (string | number | null)[])[]
}) {
  const words = useWords(uiWords)
  return (
    <Button
      kind="bare"
      aria-label={words.saveCsv(what)}
      title={words.saveCsv(what)}
      onClick={() => saveFile(`${fileNameOf(name)}.csv`, csvOf(rows()), 'text/csv;charset=utf-8')}
    >
      CSV
    </Button>
  )
}
