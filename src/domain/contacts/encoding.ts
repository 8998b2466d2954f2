import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'

/** How a file is written. It is kept in UTF-8 or, where it is that, in Windows-1252; UTF-16 is turned into UTF-8 as it comes. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const BOM_UTF8 = Buffer.from([0xef, 0xbb, 0xbf])

/** Bytes that are needed to tell UTF-16 from the rest; a file may be shorter. */
export const MARK_LENGTH = 64

/**
 * Takes a file's bytes as they come and gives those to keep, in which ASCII characters are single bytes, so that rows can be found without
 * decoding. A byte order mark decides; without one it is UTF-16 when every other byte is 0, else UTF-8 when more of it is well-formed
 * UTF-8 than is not, else Windows-1252. A few wrong bytes in UTF-8 therefore spoil their own rows only.
 */
export class FileDecoder {
  #utf16: TextDecoder | undefined
  #encoding: Encoding | undefined
  #isMarked = false
  readonly #shape = new Utf8Shape()

  push(bytes: Buffer): Buffer {
    const rest = this.#encoding === undefined ? this.#begin(bytes) : bytes
    if (this.#utf16 !== undefined) return Buffer.from(this.#utf16.decode(rest, { stream: true }), 'utf8')
    this.#shape.look(rest)
    return rest
  }

  /** What is left over of UTF-16. */
  end(): Buffer {
    return this.#utf16 === undefined ? Buffer.alloc(0) : Buffer.from(this.#utf16.decode(), 'utf8')
  }

  /** As far as can be told by what was pushed. */
  get encoding(): Encoding {
    if (this.#encoding !== undefined && this.#encoding !== 'utf-8') return this.#encoding
    return this.#isMarked || this.#shape.isUtf8 ? 'utf-8' : 'windows-1252'
  }

  #begin(bytes: Buffer): Buffer {
    const { encoding, markLength } = beginningOf(bytes)
    this.#encoding = encoding
    this.#isMarked = markLength > 0
    if (encoding !== 'utf-8') this.#utf16 = new TextDecoder(encoding, { ignoreBOM: true })
    return bytes.subarray(markLength)
  }
}

function beginningOf(bytes: Buffer): { encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; markLength: number } {
  if (bytes.subarray(0, 3).equals(BOM_UTF8)) return { encoding: 'utf-8', markLength: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 }
  const sample = bytes.subarray(0, MARK_LENGTH - (bytes.length % 2 === 0 ? 0 : 1))
  const zeros = [0, 0]
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const most = sample.length * 0.4
  if (odd > most && even === 0) return { encoding: 'utf-16le', markLength: 0 }
  if (even > most && odd === 0) return { encoding: 'utf-16be', markLength: 0 }
  return { encoding: 'utf-8', markLength: 0 }
}

/** Counts what is well-formed UTF-8 beyond ASCII and what is not. Overlong and surrogate forms, which nobody writes, count as well-formed. */
class Utf8Shape {
  #wellFormed = 0
  #malformed = 0
  #expected = 0

  get isUtf8(): boolean {
    return this.#malformed === 0 || this.#wellFormed > this.#malformed
  }

  look(bytes: Buffer): void {
    if (this.#expected === 0 && isAscii(bytes)) return
    let expected = this.#expected
    for (const byte of bytes) {
      if (expected > 0) {
        if (byte >> 6 === 0b10) {
          if (--expected === 0) this.#wellFormed++
          continue
        }
        this.#malformed++
        expected = 0
      }
      if (byte < 0x80) continue
      if (byte >= 0xc2 && byte <= 0xdf) expected = 1
      else if (byte >> 4 === 0b1110) expected = 2
      else if (byte >= 0xf0 && byte <= 0xf4) expected = 3
      else this.#malformed++
    }
    this.#expected = expected
  }
}

/**
 * Decodes a cell whose bytes stand as characters, as latin1 gives them.
 * @returns undefined when the bytes are not of that encoding
 */
export function decodeCell(cell: string, encoding: Encoding): string | undefined {
  if (!/[\x80-\xff]/.test(cell)) return cell
  if (encoding === 'windows-1252')
    return cell.replaceAll(/[\x80-\x9f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80] ?? character)
  try {
    return strict.decode(Buffer.from(cell, 'latin1'))
  } catch {
    return undefined
  }
}

/** The same with a mark in place of what is wrong. */
export const decodeLoosely = (cell: string, encoding: Encoding): string =>
  decodeCell(cell, encoding) ?? Buffer.from(cell, 'latin1').toString('utf8')

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** 0x80 to 0x9f; the rest is as in latin1. Node 20 decodes this range wrongly. @see https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
