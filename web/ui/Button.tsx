import './Button.css'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Link } from 'wouter'
import { Icon, type IconName } from './Icon.tsx'

/** `main`: the one thing to do here. `quiet`: everything else. `bare`: in a row of a table or a bar. `danger`: takes something away. */
export type ButtonKind = 'main' | 'quiet' | 'bare' | 'danger'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  kind?: ButtonKind
  icon?: IconName
  /** Something is under way: the button stays where it is and takes no second press. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button says what happens: "Send to 1,204 people". It belongs to no form unless `type="submit"`. */
export function Button({ kind = 'quiet', icon, busy = false, type = 'button', onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`button ${kind}`}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      data-busy={busy || undefined}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A sign without a word; `label` is its name for those who do not see it, and its tooltip for those who do. */
export const IconButton = ({
  icon,
  label,
  ...rest
}: Omit<ButtonProps, 'children' | 'icon' | 'title'> & { icon: IconName; label: string }) => (
  <Button kind="bare" {...rest} aria-label={label} title={label}>
    <Icon name={icon} />
  </Button>
)

/** Looks like a button and leads somewhere. */
export const ButtonLink = ({
  to,
  kind = 'quiet',
  icon,
  children,
}: {
  to: string
  kind?: ButtonKind
  icon?: IconName
  children: ReactNode
}) => (
  <Link href={to} className={`button ${kind}`}>
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </Link>
)
