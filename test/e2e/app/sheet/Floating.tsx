import { useState } from 'react'
import { Button } from '../../../../web/ui/Button.tsx'
import { CodeBlock } from '../../../../web/ui/CopyButton.tsx'
import { Dialog } from '../../../../web/ui/Dialog.tsx'
import { HoverCard } from '../../../../web/ui/HoverCard.tsx'
import { Menu } from '../../../../web/ui/Menu.tsx'
import { Popover } from '../../../../web/ui/Popover.tsx'
import { Stat, Stats } from '../../../../web/ui/Stat.tsx'
import { useToast } from '../../../../web/ui/Toast.tsx'

export function Floating() {
  const [open, setOpen] = useState<'box' | 'sheet'>()
  const [done, setDone] = useState('nothing')
  const toast = useToast()
  const items = [
    { key: 'rename', label: 'Rename', onChoose: () => setDone('renamed') },
    { key: 'copy', label: 'Copy', icon: 'copy', onChoose: () => setDone('copied') },
    { key: 'line', divider: true },
    { key: 'move', label: 'Move', disabled: true, onChoose: () => setDone('moved') },
    { key: 'delete', label: 'Delete', danger: true, onChoose: () => setDone('deleted') },
  ] as const
  return (
    <>
      <div>
        <Button onClick={() => setOpen('box')}>Open box</Button> <Button onClick={() => setOpen('sheet')}>Open sheet</Button>{' '}
        <Menu label="Actions" items={items} /> <Menu label="More actions" icon="more" kind="bare" items={items} />{' '}
        <Popover label="Filter">
          <Button onClick={() => setDone('filtered')}>Apply</Button>
        </Popover>{' '}
        <Button onClick={() => toast('Saved.', { action: { label: 'Undo', run: () => setDone('undone') } })}>Save</Button>
      </div>
      <p>Done: {done}</p>
      <div>
        <HoverCard label="2 clicks, performance" card={<p>Delivered, 2 clicks</p>}>
          2 clicks
        </HoverCard>
      </div>
      <Stats>
        <Stat metric="reached" value="1,166" beside="96.8% of sent" />
        <Stat metric="click_rate" value="16.0%" />
      </Stats>
      <CodeBlock label="A call" code="curl http://localhost:4000/v1/messages" />
      {open !== undefined && (
        <Dialog title="Delete it?" kind={open} onClose={() => setOpen(undefined)} footer={<Button kind="danger">Delete for good</Button>}>
          <p>It cannot be brought back.</p>
        </Dialog>
      )}
    </>
  )
}
