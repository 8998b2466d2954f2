/** A short link whose taps are counted; each belongs to a message that is sent long after the run, so that nobody else asks for it. */
export type Code = { code: string; messageId: number; link: number }

/** One tap: its place in the ledger, and what makes its hit different from every other. */
export type TapOfLedger = { index: number; code: Code; mark: string }

const TRIED = 1
const ANSWERED = 2
const REFUSED = 3
const FIRST_ROOM = 65_536

/**
 * What the judge was promised: one byte for each tap. Code and mark of a tap are in its hit (the mark ends the user agent), so each tap is
 * found in the database by itself, and a lost hit cannot hide behind a doubled one.
 */
export class TapLedger {
  readonly #codes: readonly Code[]
  readonly #places: ReadonlyMap<string, number>
  #states = new Uint8Array(FIRST_ROOM)
  #size = 0

  constructor(codes: readonly Code[]) {
    this.#codes = codes
    this.#places = new Map(codes.map(({ messageId, link }, at) => [`${messageId}/${link}`, at]))
  }

  get tried(): number {
    return this.#size
  }

  get messageIds(): readonly number[] {
    return [...new Set(this.#codes.map(({ messageId }) => messageId))]
  }

  /** Writes the next tap down before it is made. */
  begin(): TapOfLedger {
    const index = this.#size++
    if (index === this.#states.length) {
      const larger = new Uint8Array(index * 2)
      larger.set(this.#states)
      this.#states = larger
    }
    this.#states[index] = TRIED
    const code = this.#codes[index % this.#codes.length]
    if (code === undefined) throw new Error('a ledger needs codes')
    return { index, code, mark: `Tap/${Math.floor(index / this.#codes.length)}` }
  }

  /** Only a 302 promises that the hit is recorded; `lost` promises nothing, and forbids nothing. */
  end(index: number, status: number | 'lost'): void {
    if (status !== 'lost') this.#states[index] = status === 302 ? ANSWERED : REFUSED
  }

  count(what: 'answered' | 'refused'): number {
    const wanted = what === 'answered' ? ANSWERED : REFUSED
    let sum = 0
    for (let index = 0; index < this.#size; index++) if (this.#states[index] === wanted) sum++
    return sum
  }

  /** Begins the comparison with what was recorded. */
  compare(): TapComparison {
    return new TapComparison({
      size: this.#size,
      isAnswered: (index) => this.#states[index] === ANSWERED,
      isRefused: (index) => this.#states[index] === REFUSED,
      indexOf: (hit) => this.#indexOf(hit),
    })
  }

  #indexOf({ messageId, link, userAgent }: RecordedHit): number | undefined {
    const place = this.#places.get(`${messageId}/${link}`)
    const mark = /Tap\/(\d+)$/.exec(userAgent)?.[1]
    return place === undefined || mark === undefined ? undefined : Number(mark) * this.#codes.length + place
  }
}

/** Hits of one code with one mark, as the database has them. */
export type RecordedHit = { messageId: number; link: number; userAgent: string; count: number }

type Promised = {
  size: number
  isAnswered(index: number): boolean
  isRefused(index: number): boolean
  indexOf(hit: RecordedHit): number | undefined
}

export class TapComparison {
  readonly #promised: Promised
  readonly #counts: Uint8Array
  #recorded = 0
  #strangers = 0

  constructor(promised: Promised) {
    this.#promised = promised
    this.#counts = new Uint8Array(promised.size)
  }

  add(hit: RecordedHit): void {
    this.#recorded += hit.count
    const index = this.#promised.indexOf(hit)
    if (index === undefined || index >= this.#counts.length) this.#strangers += hit.count
    else this.#counts[index] = Math.min(255, (this.#counts[index] ?? 0) + hit.count)
  }

  /** `strangers`: hits that no tap explains, a refused one (503) included. */
  result(): { recorded: number; lost: number; doubled: number; strangers: number } {
    const sum = { recorded: this.#recorded, lost: 0, doubled: 0, strangers: this.#strangers }
    this.#counts.forEach((count, index) => {
      if (count === 0 && this.#promised.isAnswered(index)) sum.lost++
      if (count > 1) sum.doubled += count - 1
      if (count > 0 && this.#promised.isRefused(index)) sum.strangers++
    })
    return sum
  }
}
