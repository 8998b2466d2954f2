import { useState, type FormEvent } from 'react'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Choice.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { EventChoice } from './EventChoice.tsx'
import { bodyOf, emptyForm, formOf, isConcurrency, type FormState, type PartProps } from './formState.ts'
import { formWords } from './formWords.ts'
import { HeaderRows } from './HeaderRows.tsx'
import { endpointPath, useWebhookAction, type Endpoint } from './queries.ts'

const shown = ['url', 'description', 'types', 'label', 'campaign_id', 'concurrency', 'headers', 'include_recipient']

/** Makes a webhook, or changes the one that is given. */
export function EndpointForm({
  endpoint,
  onClose,
  onSaved,
}: {
  endpoint?: Endpoint
  onClose: () => void
  onSaved: (endpoint: Endpoint) => void
}) {
  const words = useWords(formWords)
  const common = useWords(uiWords)
  const toast = useToast()
  const [form, setForm] = useState<FormState>(endpoint === undefined ? emptyForm : formOf(endpoint))
  const [isChecked, setChecked] = useState(false)
  const save = useWebhookAction((body: ReturnType<typeof bodyOf>) =>
    endpoint === undefined
      ? send<Endpoint>('POST', '/v1/webhooks/endpoints', body)
      : send<Endpoint>('PATCH', endpointPath(endpoint.id), body),
  )
  const change = (next: Partial<FormState>) => setForm((form) => ({ ...form, ...next }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isConcurrency(form.concurrency)) return
    save.mutate(bodyOf(form), {
      onSuccess: (saved) => {
        if (endpoint !== undefined) toast(words.savedToast)
        onSaved(saved)
      },
    })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="main" type="submit" form="endpoint-form" busy={save.isPending}>
        {endpoint === undefined ? words.add : words.save}
      </Button>
    </>
  )
  return (
    <Dialog kind="sheet" title={endpoint === undefined ? words.addTitle : words.editTitle} onClose={onClose} footer={footer}>
      <form id="endpoint-form" onSubmit={submit} noValidate>
        <FormErrors error={save.error} fields={shown} />
        <Where form={form} change={change} error={save.error} />
        <EventChoice form={form} change={change} error={errorOf(save.error, 'types')} />
        <Filters form={form} change={change} error={save.error} />
        <HeaderRows form={form} change={change} kept={endpoint?.header_names ?? []} error={errorOf(save.error, 'headers')} />
        <TextField
          label={words.concurrency}
          hint={words.concurrencyHint}
          value={form.concurrency}
          onChange={(concurrency) => change({ concurrency })}
          inputMode="numeric"
          error={isChecked && !isConcurrency(form.concurrency) ? words.concurrencyError : errorOf(save.error, 'concurrency')}
        />
      </form>
    </Dialog>
  )
}

function Where({ form, change, error }: PartProps & { error: unknown }) {
  const words = useWords(formWords)
  return (
    <>
      <TextField
        label={words.url}
        hint={words.urlHint}
        value={form.url}
        onChange={(url) => change({ url })}
        error={errorOf(error, 'url')}
        placeholder="https://shop.example/hooks"
        type="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label={words.description}
        optional
        value={form.description}
        onChange={(description) => change({ description })}
        error={errorOf(error, 'description')}
        maxLength={200}
        autoComplete="off"
      />
    </>
  )
}

function Filters({ form, change, error }: PartProps & { error: unknown }) {
  const words = useWords(formWords)
  const maySee = useMay('messages:read')
  return (
    <fieldset className="field">
      <legend>{words.filters}</legend>
      <TextField
        label={words.label}
        optional
        value={form.label}
        onChange={(label) => change({ label })}
        error={errorOf(error, 'label')}
        maxLength={200}
      />
      <TextField
        label={words.campaign}
        optional
        value={form.campaignId}
        onChange={(campaignId) => change({ campaignId })}
        error={errorOf(error, 'campaign_id')}
        inputMode="numeric"
      />
      <Checkbox
        label={words.firstClicks}
        about={words.firstClicksMeaning}
        checked={form.firstClicksOnly}
        onChange={(firstClicksOnly) => change({ firstClicksOnly })}
      />
      <Checkbox
        label={words.includeTest}
        about={words.includeTestMeaning}
        checked={form.includeTest}
        onChange={(includeTest) => change({ includeTest })}
      />
      {maySee && (
        <Checkbox
          label={words.includeRecipient}
          about={words.includeRecipientMeaning}
          checked={form.includeRecipient}
          onChange={(includeRecipient) => change({ includeRecipient })}
        />
      )}
    </fieldset>
  )
}
