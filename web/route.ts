import type { ComponentType } from 'react'

/** What a page gets: the named parts of its address, decoded. */
export type PageProps = { params: Readonly<Record<string, string | undefined>> }

/** An address and the page that shows it; the page's code is loaded when it is opened. */
export type PageRoute = { path: string; load: () => Promise<{ default: ComponentType<PageProps> }> }
