import { useQuery } from '@tanstack/react-query'
import type { SegmentRule } from '../../../src/contract/audiences.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { campaignNamesQuery, groupNamesQuery } from './queries.ts'
import type { Criterion } from './segmentModel.ts'
import { segmentWords } from './segmentWords.ts'
import { sentenceWords } from './sentenceWords.ts'

type AnyRule = Criterion | { kind: 'all_of' | 'any_of'; rules: readonly AnyRule[] } | { kind: 'not'; rule: AnyRule }

/** Says a rule in words, with the names of groups and campaigns as far as they are known. */
export function useRuleSentence(): (rule: SegmentRule) => string {
  const words = useWords(segmentWords)
  const { locale, number } = useFormat()
  const readsCampaigns = useMay('campaigns:read')
  const { data: groups = [] } = useQuery(groupNamesQuery)
  const { data: campaigns } = useQuery({ ...campaignNamesQuery, enabled: readsCampaigns })
  const sentence = useWords(sentenceWords)
  const campaignName = (wanted: string) => campaigns?.campaigns.find(({ id }) => id === wanted)?.name ?? words.unknownCampaign(wanted)
  const criterion = (one: Criterion): string => {
    switch (one.kind) {
      case 'all':
        return sentence.all
      case 'group':
        return sentence.group(groups.find(({ id }) => id === one.group_id)?.name ?? words.unknownGroup)
      case 'country':
        return sentence.country(new Intl.DisplayNames([locale], { type: 'region' }).of(one.country) ?? one.country)
      case 'field':
        return sentence.field(one.name, words.operators[one.operator], 'value' in one ? String(one.value) : '')
      case 'campaign':
        return sentence.campaign(campaignName(one.campaign_id), words.outcomes[one.outcome])
      case 'link':
        return sentence.link(one.link_id, one.outcome === 'clicked')
      case 'clicked_any':
        return sentence.clicked_any(number(one.days))
      case 'not_clicked_any':
        return sentence.not_clicked_any(number(one.days))
      case 'converted':
      case 'not_converted':
        return sentence[one.kind](one.name, one.campaign_id === undefined ? undefined : campaignName(one.campaign_id), number(one.days))
      case 'undelivered':
        return sentence.undelivered(number(one.times), number(one.days))
    }
  }
  const say = (rule: AnyRule): string => {
    switch (rule.kind) {
      case 'all_of':
      case 'any_of':
        return rule.rules.length === 1 && rule.rules[0] !== undefined
          ? say(rule.rules[0])
          : `${sentence[rule.kind]} (${rule.rules.map(say).join('; ')})`
      case 'not':
        return sentence.not(say(rule.rule))
      default:
        return criterion(rule)
    }
  }
  return say
}
