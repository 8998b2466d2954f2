import { whole, type Table } from './parameters.ts'

export type PageValues = { limit: number | undefined; offset: number | undefined }

const MAX_LIMIT = 500
/** What lies further back is found by a search. */
const MAX_OFFSET = 100_000

export const pageParameters: Table<PageValues> = {
  limit: whole({ min: 1, max: MAX_LIMIT }),
  offset: whole({ min: 0, max: MAX_OFFSET }),
}

/** A page in the words of seven.io. `count` is how many the page has. */
export const viewPage = <Row>(data: readonly Row[], { offset, limit, total }: { offset: number; limit: number; total: number }) => ({
  data,
  pagingMetadata: { offset, count: data.length, total, limit, has_more: offset + data.length < total },
})
