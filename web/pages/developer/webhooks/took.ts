import type { Format } from '../../../i18n/format.ts'

/** How long a request took: below a second in milliseconds, since most take some. */
export const took = (format: Format, ms: number): string => (ms < 1_000 ? `${format.number(Math.round(ms))} ms` : format.duration(ms))
