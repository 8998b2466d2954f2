import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../platform/secrets.ts'
import { MAC_LENGTH } from '../../lib/shortLinks.ts'
import { toBase62 } from './codes.ts'

/** Proof that this installation made an opt-out link: a code alone is a name, and a name must not opt anybody out. */
export type OptOutMac = {
  /** Six characters for a number of the code space. */
  make(number: number): string
  /** Compares in constant time. */
  isRight(number: number, shown: string): boolean
}

/** The proofs of one code space. */
export function createOptOutMac({ derive }: Pick<Secrets, 'derive'>, codeSpaceId: number): OptOutMac {
  const key = derive('opt-out link')
  const make = (number: number): string => {
    const bytes = createHmac('sha256', key).update(`${codeSpaceId}:${number}`).digest()
    // 48 bits are 5,000 times as many as there are proofs, so none is noticeably likelier than another.
    return toBase62(bytes.readUIntBE(0, 6) % 62 ** MAC_LENGTH, MAC_LENGTH)
  }
  return { make, isRight: (number, shown) => shown.length === MAC_LENGTH && timingSafeEqual(Buffer.from(make(number)), bytesOf(shown)) }
}

/** As many bytes as a proof has, whatever is shown: one character can be several bytes. */
const bytesOf = (shown: string) => Buffer.concat([Buffer.from(shown)], MAC_LENGTH)
