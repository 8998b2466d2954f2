import type { CampaignBody, CampaignPatch } from '../../contract/campaigns.ts'
import { AppError } from '../../lib/errors.ts'
import { checkSender } from '../../lib/sender.ts'
import type { CampaignRow, NewVariant, VariantRow } from './store.ts'

/** A text is the only variant; several are named by letters where they have no name. */
export function variantsOf({ text, variants }: Pick<CampaignBody, 'text' | 'variants'>): NewVariant[] {
  if ((text === undefined) === (variants === undefined))
    throw new AppError('campaign_invalid', 'A campaign has either a text or variants: give one of both.', { field: 'text' })
  const given = variants ?? [{ text: text ?? '', weight: 1, name: undefined, links: undefined, from: undefined }]
  return given.map((variant, at) => ({
    ...{ id: undefined, name: variant.name ?? letter(at), weight: variant.weight, text: variant.text, links: variant.links ?? [] },
    sender: senderOf(variant.from),
  }))
}

const letter = (at: number) => String.fromCodePoint(65 + at)
const senderOf = (from: string | null | undefined) => (from === null || from === undefined ? null : checkSender(from))

/** The variants as a change leaves them; undefined: as they are. */
export function changedVariants({ text, variants }: CampaignPatch, before: readonly VariantRow[]): NewVariant[] | undefined {
  if (text !== undefined && variants !== undefined)
    throw new AppError('campaign_invalid', 'Give either text or variants, not both.', { field: 'text' })
  if (text !== undefined) {
    const [only] = before
    if (before.length !== 1 || only === undefined)
      throw new AppError('campaign_invalid', `The campaign has ${before.length} variants: give them as variants, each with its id.`, {
        field: 'text',
      })
    return [{ ...only, text }]
  }
  return variants?.map(({ id, from, ...given }, at) => {
    const known = id === undefined ? undefined : before.find((variant) => String(variant.id) === id)
    if (id !== undefined && known === undefined)
      throw new AppError('campaign_invalid', `The campaign has no variant ${id}.`, { field: `variants[${at}].id` })
    const changed = { name: letter(at), weight: 1, links: [], ...known, ...defined(given) }
    if (changed.text === undefined) throw new AppError('campaign_invalid', 'A new variant needs a text.', { field: `variants[${at}].text` })
    const sender = from === undefined ? (known?.sender ?? null) : senderOf(from)
    return { id: known?.id, name: changed.name, weight: changed.weight, links: changed.links, text: changed.text, sender }
  })
}

/** What is given of an object. */
export const defined = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }

/** @throws AppError `campaign_state` */
export function requireSameVariants({ state }: CampaignRow, before: readonly VariantRow[], after: readonly NewVariant[]): void {
  if (state !== 'running' && state !== 'paused') return
  if (before.length !== after.length || before.some(({ id }) => after.every((variant) => variant.id !== id)))
    throw new AppError('campaign_state', 'Once a campaign runs, its variants can be changed, but none can come or go.', {
      field: 'variants',
    })
}
