import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Sends a file as it is made: what the reader has not taken holds the maker back, so that memory stays small. */
export function sendCsv(reply: FastifyReply, fileName: string, pieces: AsyncIterable<string>): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(inBytes(pieces), { objectMode: false }))
}

async function* inBytes(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) if (piece !== '') yield Buffer.from(piece)
}
