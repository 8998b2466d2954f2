/** Drawn, not written: many fonts lack such signs. On a field of 16 by 16, with a stroke of 1.5. */
const shapes = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5',
  compose: 'M2.5 13.5h3l7.5-7.5-3-3-7.5 7.5zM8.5 4.5l3 3',
  campaigns: 'M2.5 6.5v3h2l6 3.5V3L4.5 6.5zM13 6.2a2.4 2.4 0 0 1 0 3.6',
  logbook: 'M3 4h10M3 8h10M3 12h6',
  links: 'M7 9a2.6 2.6 0 0 0 3.7 0l2-2A2.6 2.6 0 0 0 9 3.3l-.8.8M9 7a2.6 2.6 0 0 0-3.7 0l-2 2A2.6 2.6 0 0 0 7 12.7l.8-.8',
  contacts: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.5-2.5 2.5-3.5 5-3.5s4.5 1 5 3.5',
  developer: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  settings: 'M2.5 5h6M11.5 5h2M10 3.5v3M2.5 11h2M7.5 11h6M6 9.5v3',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  user: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.5-2.5 2.5-3.5 5-3.5s4.5 1 5 3.5',
  close: 'm4 4 8 8m0-8-8 8',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  tick: 'm3 8.5 3.5 3.5L13 4.5',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.3a1.7 1.7 0 1 1 2.5 1.6Q8 8.4 8 9.2M8 11.3v.01',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5.2v.01',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 13.5 13.5',
  external: 'M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3 7.5 8.5',
} as const
export type IconName = keyof typeof shapes

/** A sign beside a word. Where it stands alone, the button around it carries the name. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: 12 | 16 | 20 }) => (
  <svg
    viewBox="0 0 16 16"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth={name === 'more' ? 2.5 : 1.5}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={shapes[name]} />
  </svg>
)
