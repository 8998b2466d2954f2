import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Select, TextArea, TextField } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import type { Fault } from '../../../ui/problems.ts'
import { orNull } from '../queries.ts'
import { SettingsForm, useDraft, type Draft } from '../SettingsForm.tsx'
import { settingsWords } from '../words.ts'
import { conversionSettingsQuery, type ConversionSettings } from './queries.ts'
import { rowsOf, WindowRows, windowsOf, type WindowRow } from './WindowRows.tsx'
import { conversionWords } from './words.ts'

type Values = {
  parameter: string
  days: string
  windows: readonly WindowRow[]
  model: 'last' | 'first'
  origins: string
  cookieDays: string
  cookieDomain: string
  snippetDays: string
  repeatMinutes: string
}

/** Windows, model, origins, what carries the click id, and what counts once. */
export function ConversionForm({ settings }: { settings: ConversionSettings }) {
  const draft = useDraft<Values>({
    ...{ parameter: settings.parameter ?? '', days: String(settings.window_days), model: settings.model },
    ...{ windows: rowsOf(settings.windows), snippetDays: String(settings.snippet_days), repeatMinutes: String(settings.repeat_minutes) },
    ...{ origins: settings.origins.join('\n'), cookieDays: String(settings.cookie_days ?? ''), cookieDomain: settings.cookie_domain ?? '' },
  })
  const save = useSave(draft)
  return (
    <SettingsForm draft={draft} mutation={save} fields={shownFields}>
      <Fields draft={draft} error={save.error} />
    </SettingsForm>
  )
}

const shownFields = [
  ...['parameter', 'window_days', 'windows', 'origins', 'cookie_days', 'cookie_domain', 'snippet_days', 'repeat_minutes'],
]

function useSave({ values, reset }: Draft<Values>) {
  const client = useQueryClient()
  const toast = useToast()
  const words = useWords(settingsWords)
  const origins = values.origins.split(/\s+/).flatMap((line) => (line === '' ? [] : [line.replace(/\/$/, '')]))
  const body = {
    ...{ parameter: orNull(values.parameter), window_days: Number(values.days), model: values.model, origins },
    ...{ windows: windowsOf(values.windows), snippet_days: Number(values.snippetDays), repeat_minutes: Number(values.repeatMinutes) },
    cookie_days: values.cookieDays === '' ? null : Number(values.cookieDays),
    cookie_domain: orNull(values.cookieDomain),
  }
  return useMutation({
    mutationFn: () => send<ConversionSettings>('PATCH', '/v1/conversions/settings', body),
    onSuccess: (saved) => {
      client.setQueryData(conversionSettingsQuery.queryKey, saved)
      reset()
      toast(words.saved)
      return client.invalidateQueries({ queryKey: keyOf('account', 'snippet') })
    },
  })
}

function Fields({ draft: { values, set }, error }: { draft: Draft<Values>; error: Error | null }) {
  const words = useWords(conversionWords)
  const models = (['last', 'first'] as const).map((value) => ({ value, label: words.models[value] }))
  const days = { type: 'number', min: 1, max: 400, step: 1 }
  return (
    <>
      <TextField
        {...{ label: words.parameter, hint: words.parameterHint, error: errorOf(error, 'parameter'), optional: true }}
        {...{ value: values.parameter, onChange: (parameter) => set({ parameter }), maxLength: 32, placeholder: 'tl' }}
      />
      <TextArea
        {...{ label: words.origins, hint: words.originsHint, error: errorOf(error, 'origins') ?? firstOrigin(error), rows: 3 }}
        {...{ value: values.origins, onChange: (origins) => set({ origins }), placeholder: 'https://shop.example', spellCheck: false }}
      />
      <div className="settings-pair">
        <TextField
          {...{ label: words.windowDays, hint: words.windowHint, error: errorOf(error, 'window_days'), required: true, ...days }}
          {...{ value: values.days, onChange: (days) => set({ days }) }}
        />
        <Select<'last' | 'first'> {...{ label: words.model, options: models, value: values.model, onChange: (model) => set({ model }) }} />
        <TextField
          {...{ label: words.cookieDays, hint: words.cookieDaysHint, error: errorOf(error, 'cookie_days'), optional: true, ...days }}
          {...{ value: values.cookieDays, onChange: (cookieDays) => set({ cookieDays }) }}
        />
        <TextField
          {...{ label: words.cookieDomain, hint: words.cookieDomainHint, error: errorOf(error, 'cookie_domain'), optional: true }}
          {...{ value: values.cookieDomain, onChange: (cookieDomain) => set({ cookieDomain }) }}
        />
        <TextField
          {...{ label: words.snippetDays, hint: words.snippetDaysHint, error: errorOf(error, 'snippet_days'), required: true, ...days }}
          {...{ value: values.snippetDays, onChange: (snippetDays) => set({ snippetDays }) }}
        />
        <TextField
          {...{ label: words.repeats, hint: words.repeatsHint, error: errorOf(error, 'repeat_minutes'), required: true }}
          {...{ type: 'number', min: 0, max: 1_440, step: 1 }}
          {...{ value: values.repeatMinutes, onChange: (repeatMinutes) => set({ repeatMinutes }) }}
        />
      </div>
      <WindowRows rows={values.windows} error={errorOf(error, 'windows')} onChange={(windows) => set({ windows })} />
    </>
  )
}

/** The sentence about one line of several, such as `origins[2]`. */
function firstOrigin(error: Error | null): Fault | undefined {
  for (let at = 0; at < 50; at++) {
    const found = errorOf(error, `origins[${at}]`)
    if (found !== undefined) return { ...found, place: String(at + 1) }
  }
  return undefined
}
