import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { contactWords } from './contactWords.ts'
import { useChange } from './useChange.ts'

/** Suppresses the number of a contact. */
export function SuppressOneDialog({ phone, onClose }: { phone: string; onClose: () => void }) {
  const words = useWords(contactWords)
  const toast = useToast()
  const suppress = useChange(() => send('POST', '/v1/suppressions', { phones: [phone], source: 'manual' }), {
    touches: ['suppressions', 'contacts'],
    onDone: () => {
      onClose()
      toast(words.suppressed)
    },
  })
  return (
    <ConfirmDialog
      title={words.suppressTitle(phone)}
      action={words.suppress}
      busy={suppress.isPending}
      error={suppress.error}
      onConfirm={() => suppress.mutate()}
      onClose={onClose}
    >
      <p>{words.suppressMeaning}</p>
    </ConfirmDialog>
  )
}
