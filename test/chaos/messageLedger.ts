const MAGIC_NUMBERS = 8
/** Of so many messages one goes to a number of the simulator that does something else than deliver. */
const MAGIC_EVERY = 25
const EVEN_ENDINGS = 4_500

/** One request of the load: its Idempotency-Key, and what became of it. */
export type Request = { key: string; phones: string[]; ids: number[] | undefined }

/** What the judge asked the API to send, and what the API said: only an answer 2xx promises anything. */
export class MessageLedger {
  readonly label: string
  readonly #requests: Request[] = []
  #phones = 0
  #magic = 0

  constructor(label: string) {
    this.label = label
  }

  get requests(): readonly Request[] {
    return this.#requests
  }

  get accepted(): number {
    return this.#requests.reduce((sum, { ids }) => sum + (ids?.length ?? 0), 0)
  }

  /** Writes the next request down before it is made; no phone comes twice. */
  begin(recipients: number): Request {
    const phones = Array.from({ length: recipients }, () => this.#nextPhone())
    const request = { key: `${this.label}-${this.#requests.length}`, phones, ids: undefined }
    this.#requests.push(request)
    return request
  }

  end(request: Request, ids: number[]): void {
    request.ids = ids
  }

  /** Endings above 1000 mean nothing to the simulator, and phones with an even one fetch no card of these texts. */
  #nextPhone(): string {
    const at = this.#phones++
    if (at % MAGIC_EVERY === 0) {
      const magic = this.#magic++
      return phone(1_000 + Math.floor(magic / MAGIC_NUMBERS), 1 + (magic % MAGIC_NUMBERS))
    }
    return phone(1_000 + Math.floor(at / EVEN_ENDINGS), 1_000 + 2 * (at % EVEN_ENDINGS))
  }
}

const phone = (front: number, ending: number) => `+49151${front}${String(ending).padStart(4, '0')}`

/** A message as the database has it. */
export type RecordedMessage = { id: number; phone: string; state: string; attempts: number; failure: string | null; sms: number }

/**
 * How a message may end: as the number of its recipient says (docs/operating.md, "The simulator"), or `unknown` when both tries fell into a
 * fault, which nobody can tell from a message that arrived.
 */
export function explain({ phone, state, attempts, failure, sms }: RecordedMessage): 'explained' | 'unknown' | 'wrong' {
  if (sms > attempts || attempts > 2 || attempts < 1) return 'wrong'
  const expected = endings[phone.slice(-4)] ?? 'delivered'
  if (state === expected) return state === 'unknown' ? 'unknown' : sms > 0 || state === 'rejected' ? 'explained' : 'wrong'
  const isDoubtful = failure === 'claim_lapsed' || failure === 'carrier_failed' || failure === 'no_answer'
  return state === 'unknown' && attempts === 2 && isDoubtful ? 'unknown' : 'wrong'
}

const endings: Readonly<Record<string, string>> = {
  '0001': 'rejected',
  '0002': 'unknown',
  '0004': 'undelivered',
  '0005': 'expired',
  '0008': 'accepted',
}

/** Compares a ledger with what the database has, message by message. */
export class MessageComparison {
  readonly #promised: ReadonlyMap<string, number | undefined>
  readonly #found = new Map<string, number>()
  readonly #sum = { lost: 0, doubled: 0, unknown: 0, wrong: 0, strangers: 0 }
  readonly wrongOnes: RecordedMessage[] = []

  constructor(ledger: MessageLedger) {
    this.#promised = new Map(ledger.requests.flatMap(({ phones, ids }) => phones.map((phone, at) => [phone, ids?.[at]] as const)))
  }

  add(message: RecordedMessage): void {
    const promised = this.#promised.get(message.phone)
    if (!this.#promised.has(message.phone) || (promised !== undefined && promised !== message.id)) this.#sum.strangers++
    this.#found.set(message.phone, (this.#found.get(message.phone) ?? 0) + 1)
    const ending = explain(message)
    if (ending === 'unknown') this.#sum.unknown++
    if (ending !== 'wrong') return
    this.#sum.wrong++
    if (this.wrongOnes.length < 5) this.wrongOnes.push(message)
  }

  /** `strangers`: rows that nobody asked for or that bear another id than was answered. */
  result(): { lost: number; doubled: number; unknown: number; wrong: number; strangers: number } {
    for (const [phone, id] of this.#promised) if (id !== undefined && !this.#found.has(phone)) this.#sum.lost++
    for (const count of this.#found.values()) this.#sum.doubled += count - 1
    return this.#sum
  }
}
