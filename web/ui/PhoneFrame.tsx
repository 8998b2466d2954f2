import './PhoneFrame.css'
import type { ReactNode } from 'react'

/** A phone that shows messages. `scheme` is that of the phone, not that of the screen around it. */
export const PhoneFrame = ({
  sender,
  scheme = 'light',
  label,
  children,
}: {
  sender: string
  scheme?: 'light' | 'dark'
  label: string
  children: ReactNode
}) => (
  <figure className="phone" data-scheme={scheme} aria-label={label}>
    <figcaption className="phone-sender" title={sender}>
      {sender}
    </figcaption>
    <div className="phone-screen">{children}</div>
  </figure>
)

/** One message on it; the text is shown as it would arrive, line breaks included. */
export const PhoneBubble = ({ children, card }: { children: ReactNode; card?: ReactNode }) => (
  <div className="phone-bubble">
    <p dir="auto">{children}</p>
    {card}
  </div>
)

/** What an app draws of a link. */
export const PhoneLinkCard = ({ host, title }: { host: string; title: string }) => (
  <div className="phone-card">
    <span className="phone-card-picture" aria-hidden="true" />
    <span className="phone-card-title">{title}</span>
    <span className="phone-card-host">{host}</span>
  </div>
)
