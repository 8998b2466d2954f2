import './Popover.css'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import type { ButtonKind } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { nextIndex } from './nextIndex.ts'
import { usePlaced } from './usePlaced.ts'

export type MenuItem =
  | { label: ReactNode; key: string; onChoose: () => void; icon?: IconName; danger?: boolean; disabled?: boolean }
  | { divider: true; key: string }

type MenuProps = {
  label: string
  button?: ReactNode
  icon?: IconName
  kind?: ButtonKind
  /** Ends where the button ends, instead of beginning where it begins. */
  end?: boolean
  items: readonly MenuItem[]
}

/** A button with a list of things to do. Arrows, Home, End and first letters move; Escape and Tab close. */
export function Menu({ items, end = false, ...look }: MenuProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const floating = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  usePlaced({ anchor, floating }, { isOpen, end })
  const open = () => {
    floating.current?.showPopover()
    focusFirst(floating.current)
  }
  const choose = (run: () => void) => {
    floating.current?.hidePopover()
    anchor.current?.focus()
    run()
  }
  return (
    <>
      <MenuButton {...look} ref={anchor} target={id} isOpen={isOpen} open={open} />
      <div
        ref={floating}
        id={id}
        popover="auto"
        role="menu"
        aria-label={look.label}
        className="popover menu"
        tabIndex={-1}
        onToggle={(event) => {
          setOpen(event.newState === 'open')
          if (event.newState === 'open') focusFirst(event.currentTarget)
        }}
        onKeyDown={(event) => move(event, floating.current)}
      >
        {items.map((item) => (
          <Item key={item.key} item={item} choose={choose} />
        ))}
      </div>
    </>
  )
}

type MenuButtonProps = Omit<MenuProps, 'items' | 'end'> & { ref: Ref<HTMLButtonElement>; target: string; isOpen: boolean; open: () => void }

/** A sign alone has the label as its name and tooltip; a word stands for itself, with an arrow. */
function MenuButton({ label, button, icon, kind = 'quiet', ref, target, isOpen, open }: MenuButtonProps) {
  const isSign = button === undefined && icon !== undefined
  return (
    <button
      ref={ref}
      type="button"
      className={`button ${kind}`}
      popoverTarget={target}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      aria-label={isSign ? label : undefined}
      title={isSign ? label : undefined}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        open()
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {!isSign && (button ?? label)}
      {!isSign && <Icon name="down" />}
    </button>
  )
}

function Item({ item, choose }: { item: MenuItem; choose: (run: () => void) => void }) {
  if ('divider' in item) return <hr />
  const { label, onChoose, icon, danger = false, disabled = false } = item
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={danger ? 'danger' : undefined}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && choose(onChoose)}
    >
      {icon !== undefined && <Icon name={icon} />}
      {label}
    </button>
  )
}

const focusFirst = (menu: HTMLElement | null) => menu !== null && !menu.contains(document.activeElement) && itemsOf(menu)[0]?.focus()
const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]

function move(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (menu === null) return
  if (event.key === 'Tab') return menu.hidePopover()
  const items = itemsOf(menu)
  const at = items.findIndex((item) => item === document.activeElement)
  const next = nextIndex(event.key, { at, count: items.length }) ?? byLetter(event.key, { items, at })
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}

function byLetter(key: string, { items, at }: { items: readonly HTMLElement[]; at: number }): number | undefined {
  if (key.length !== 1 || key === ' ') return undefined
  const order = [...items.keys()].map((index) => (at + 1 + index) % items.length)
  return order.find((index) => items[index]?.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))
}
