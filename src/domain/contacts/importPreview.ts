import { decodeLoosely, FileDecoder, type Encoding } from './encoding.ts'
import { isRejection, rowReader } from './importRows.ts'
import { guessTargets, problemOfTargets, type Mapping } from './mapping.ts'
import { HEAD_BYTES, readHeading } from './upload.ts'

export type PreviewedRow = { line: number; cells: string[]; phone: string | undefined; detail: string | undefined }

/** What an import would make of a file, as far as its beginning tells. `problem`: why it could not begin with this mapping. */
export type ImportPreview = {
  encoding: Encoding
  delimiter: string
  columns: { heading: string; target: string }[]
  problem: string | undefined
  rows: PreviewedRow[]
  sampled: number
  rejected: number
}

/** Rows that are shown; those that would be rejected go first beyond them. */
const SHOWN = 8
const SHOWN_REJECTED = 8
const MAX_CELL = 200

/**
 * Reads the beginning of a file as an import would: same heading, same rows, same reasons.
 * @param head its first 64 KiB, or all of it
 * @throws AppError `file_invalid`, and `mapping_invalid` for a mapping that names what is not there
 */
export function previewImport(
  head: Buffer,
  { mapping, defaultCountry, now }: { mapping: Mapping | undefined; defaultCountry: string | undefined; now: Date },
): ImportPreview {
  const decoder = new FileDecoder()
  const isWhole = head.length < HEAD_BYTES
  const bytes = Buffer.concat([decoder.push(head), isWhole ? decoder.end() : Buffer.alloc(0)])
  const { dialect, header, reader } = readHeading(bytes, decoder)
  if (isWhole) reader.end()
  const { encoding } = decoder
  const targets = guessTargets(header, mapping)
  const read = rowReader({
    ...{ targets, encoding, defaultCountry: defaultCountry ?? null, createdAt: now },
    ...{ consentSource: null, consentAt: null, consentWording: null },
  })
  const rows: PreviewedRow[] = []
  let [sampled, rejected] = [0, 0]
  for (let record = reader.next(); record !== undefined; record = reader.next()) {
    const row = read(record)
    if (row === undefined) continue
    sampled++
    const isBad = isRejection(row)
    if (isBad) rejected++
    if (rows.length >= (isBad ? SHOWN + SHOWN_REJECTED : SHOWN)) continue
    const cells = record.cells
      .slice(0, header.length)
      .map((cell) => decodeLoosely(cell.slice(0, MAX_CELL * 4), encoding).slice(0, MAX_CELL))
    rows.push({ line: record.line, cells, phone: isBad ? undefined : row.contact.phone, detail: isBad ? row.detail : undefined })
  }
  const columns = header.map((heading, at) => ({ heading, target: targets[at] ?? 'ignore' }))
  return { encoding, delimiter: dialect.delimiter, columns, problem: problemOfTargets(header, targets), rows, sampled, rejected }
}

/** As much of a body as a preview reads; what comes behind it is left unread. */
export async function readHeadOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of body) {
    pieces.push(piece)
    length += piece.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES)
}
