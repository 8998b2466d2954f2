import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { send } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useMay, useSession } from '../../session.ts'
import { isCampaign, isEmpty, type Draft } from './draft.ts'
import { variantsOf } from './experiment/variants.ts'
import { isWhole } from './experiment/whole.ts'
import type { Measured } from './measure.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import { campaignOf, patchOf } from './requests.ts'
import { dropSaved, writeSaved } from './savedDrafts.ts'
import { createSaver, type SaveState } from './saver.ts'
import { useMeasures } from './useMeasures.ts'

/** A campaign of the server that a draft is saved to, and the ids of its variants by their keys in the draft. */
export type Home = {
  campaignId: string
  variantIds: Readonly<Record<string, string>>
  /** Whether the server has a design. */
  hasDesign: boolean
  /** How often it was saved from here: what the server says of it may be another thing each time. */
  saves: number
}
/** `isSaved`: nothing of it is in this browser alone. */
export type Start = { draft: Draft; home: Home | undefined; isSaved: boolean }

const SERVER_MS = 800
const BROWSER_MS = 250

/**
 * A draft that is saved while it is written: in this browser at once, and as a draft campaign on the server where it goes to contacts and could
 * be sent. What cannot be sent yet stays in the browser until it can.
 */
export function useDraft(start: Start, { surroundings, sending }: { surroundings: Surroundings; sending: Sending }) {
  const [draft, setDraft] = useState(start.draft)
  const { domainOf } = useEngine()
  const measures = useMeasures(draft, surroundings)
  const { home, state, saver } = useServer(start)
  const [, go] = useLocation()
  const mayCampaign = useMay('campaigns:write')
  const isFit = mayCampaign && isCampaign(draft) && isWhole(draft, { measures, sending }) && draft.name.trim() !== ''
  const isFirst = useRef(true)
  useEffect(() => {
    const isUnchanged = isFirst.current && start.isSaved
    isFirst.current = false
    if (isUnchanged) return
    if (isFit) saver.changed({ draft, measures, surroundings, host: domainOf(draft, surroundings)?.host, go })
    // What may not be saved now must not be saved later either, over a newer text.
    else saver.stop()
  }, [draft, measures, surroundings, domainOf, go, isFit, saver, start])
  const isAsOpened = start.isSaved && state.kind === 'none' && draft === start.draft
  useBrowserCopy({ draft, home, isOnServer: isAsOpened || (isFit && state.kind === 'saved') })
  return { draft, setDraft, measures, home, state, isFit, flush: saver.flush }
}

type Fit = {
  draft: Draft
  measures: readonly Measured[]
  surroundings: Surroundings
  host: string | undefined
  go: (place: string, options: { replace: boolean }) => void
}

function useServer(start: Start) {
  const [home, setHome] = useState(start.home)
  const [state, setState] = useState<SaveState>({ kind: 'none' })
  const [saver] = useState(() => createSaver<Fit>({ delayMs: SERVER_MS, onState: setState, save: saveTo(start.home, setHome) }))
  // What was written last is saved also where somebody leaves the page at once.
  useEffect(() => () => void saver.flush().catch(() => undefined), [saver])
  return { home, state, saver }
}

/** Makes the campaign with the first save, and changes it with those that follow. */
function saveTo(known: Home | undefined, onSaved: (home: Home) => void): (fit: Fit) => Promise<void> {
  let home = known
  return async ({ draft, measures, surroundings, host, go }) => {
    const composed = measures.filter((measured) => measured.kind === 'composed')
    if (composed.length < measures.length) return
    const isNew = home === undefined
    const { id, variants, experiment } =
      home === undefined
        ? await send<Campaign>('POST', '/v1/campaigns', campaignOf(draft, composed))
        : await send<Campaign>(
            'PATCH',
            `/v1/campaigns/${home.campaignId}`,
            patchOf(draft, composed, { variantIds: home.variantIds, surroundings, host }),
          )
    // The server answers with the variants in the order in which they were sent.
    const variantIds = Object.fromEntries(variantsOf(draft).flatMap(({ key }, at) => [[key, variants[at]?.id ?? '']]))
    home = { campaignId: id, variantIds, hasDesign: experiment !== null, saves: (home?.saves ?? 0) + 1 }
    onSaved(home)
    if (isNew && isOpen()) go(paths.draft(id) + window.location.search, { replace: true })
  }
}

/** Whoever went to another page meanwhile stays there. */
const isOpen = () => window.location.pathname === paths.compose()

/** Written a moment after the last change, and at once when the page goes away. */
function useBrowserCopy({ draft, home, isOnServer }: { draft: Draft; home: Home | undefined; isOnServer: boolean }) {
  const userId = useSession().user.id
  const write = useRef(() => undefined as void)
  useEffect(() => {
    write.current = () => {
      if (isEmpty(draft)) dropSaved(userId)
      else writeSaved(userId, { draft, campaignId: home?.campaignId, variantIds: home?.variantIds, isOnServer })
    }
    const timer = setTimeout(() => write.current(), BROWSER_MS)
    return () => clearTimeout(timer)
  }, [draft, home, isOnServer, userId])
  useEffect(() => {
    const now = () => write.current()
    window.addEventListener('pagehide', now)
    return () => window.removeEventListener('pagehide', now)
  }, [])
}
