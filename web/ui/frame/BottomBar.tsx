import { useWords } from '../../i18n/words.ts'
import { Icon } from '../Icon.tsx'
import { Popover, useClosePopover } from '../Popover.tsx'
import { NavItems } from './NavItems.tsx'
import { usePlaces, type Place } from './places.ts'
import type { Tool } from './toolKeys.ts'
import { ToolButton } from './Tools.tsx'
import { UserSettings } from './UserMenu.tsx'
import { frameWords } from './words.ts'

const FIRST = 4

/** The rail of a phone: the first four sections, and the rest behind "More". */
export function BottomBar({ onTool }: { onTool: (tool: Tool) => void }) {
  const words = useWords(frameWords)
  const places = usePlaces()
  return (
    <nav className="bottom-bar" aria-label={words.main}>
      <NavItems places={places.slice(0, FIRST)} />
      <Popover
        label={words.more}
        kind="bare"
        side="above"
        end
        className="nav-item"
        button={
          <>
            <Icon name="more" />
            <span>{words.more}</span>
          </>
        }
      >
        <More rest={places.slice(FIRST)} onTool={onTool} />
      </Popover>
    </nav>
  )
}

function More({ rest, onTool }: { rest: readonly Place[]; onTool: (tool: Tool) => void }) {
  const close = useClosePopover()
  const start = (tool: Tool) => {
    close()
    onTool(tool)
  }
  return (
    <div className="more-sheet">
      <ToolButton tool="palette" onPress={start} />
      <NavItems places={rest} onGo={close} />
      <ToolButton tool="help" onPress={start} />
      <UserSettings />
    </div>
  )
}
