import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { upsertAnswer } from '../../../src/contract/contacts.ts'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { keyOf } from '../../queryClient.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { numbersQuery } from './queries.ts'
import { toWords } from './toWords.ts'

/** Numbers beside groups go to nobody unless they are contacts; one press makes them so. */
export function NotContacts({ numbers }: { numbers: readonly string[] }) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  const client = useQueryClient()
  const toast = useToast()
  const mayWrite = useMay('contacts:write')
  const checked = useQuery(numbersQuery({ numbers, fieldsText: undefined, from: undefined })).data
  const strangers = (checked?.recipients ?? []).flatMap(({ phone, contact_id: id }) => (id === null ? phone : []))
  const add = useMutation({
    mutationFn: () =>
      send<z.infer<typeof upsertAnswer>>('POST', '/v1/contacts/batch', { contacts: strangers.map((phone) => ({ phone })), rule: 'skip' }),
    onSuccess: ({ created }) => {
      toast(words.added(number(created)))
      void client.invalidateQueries({ queryKey: keyOf('contacts') })
    },
  })
  if (strangers.length === 0) return null
  return (
    <Note kind="warning">
      <p>{words.notContacts(number(strangers.length), strangers.length === 1)}</p>
      {mayWrite && (
        <p>
          <Button busy={add.isPending} onClick={() => add.mutate()}>
            {words.addContacts}
          </Button>
        </p>
      )}
      {add.error !== null && <ErrorNote error={add.error} />}
    </Note>
  )
}
