/** Ids and cursors that answers have shown; the oldest make room. */
export class Seen {
  readonly #values = new Map<string, string[]>()

  of(name: string, at: number): string {
    const values = this.#values.get(kindOf(name)) ?? []
    return values[at % Math.max(1, values.length)] ?? '1'
  }

  all(name: string): readonly string[] {
    return this.#values.get(kindOf(name)) ?? []
  }

  /** Looks through a whole answer for what a later request may name. */
  collect(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && !Array.isArray(value) && namesThings.test(name)) this.#add(kindOf(name), inner)
      else this.collect(inner)
    }
  }

  #add(kind: string, value: string): void {
    const values = this.#values.get(kind) ?? []
    if (values.includes(value)) return
    this.#values.set(kind, [...values, value].slice(-MAX_SEEN))
  }
}

const MAX_SEEN = 200
/** Fields and parameters that name a thing which some answer has shown; an order is named by whoever reports it. */
export const namesThings = /^(?!order_id$)(?:.*_)?(?:id|cursor|host|code|phone)$/
/** `next_cursor` is what `cursor` takes, and `message_id` what `id` takes. */
const kindOf = (name: string) => name.split('_').at(-1) ?? name
