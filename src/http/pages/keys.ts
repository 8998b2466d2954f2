import type { FastifyInstance, FastifyReply } from 'fastify'
import { roleScopes } from '../../contract/roles.ts'
import { firstKeyScopes, isScope, scopeMeaning, scopes } from '../../contract/scopes.ts'
import type { ApiKey } from '../../domain/accounts/apiKey.ts'
import { createKey, listKeys, revokeKey } from '../../domain/accounts/keys.ts'
import type { SignedIn } from '../../domain/accounts/signedIn.ts'
import { statusOf } from '../../lib/errors.ts'
import { field, fields, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html, raw, type Html } from './html.ts'
import { appPage } from './layout.ts'
import { timeOf } from './figures.ts'
import { signedInPage, type PageParts } from './visit.ts'

type Shown = { made?: ApiKey & { key: string }; form: KeyForm; error?: FormError }
type KeyForm = { name: string; mode: string; scopes: readonly string[] }
const emptyForm: KeyForm = { name: '', mode: 'live', scopes: firstKeyScopes }

/** API keys: a list, a form for another one, and a button on each that ends it. */
export function keyPages(app: FastifyInstance, parts: PageParts): void {
  const show = async (reply: FastifyReply, signedIn: SignedIn, shown: Shown): Promise<FastifyReply> => {
    const keys = await listKeys(parts.db, { accountId: signedIn.accountId })
    const body = html`${shown.made !== undefined && newKey(shown.made)} ${keyTable(keys)} ${keyForm(shown)}`
    const page = appPage({ title: 'API keys', place: 'keys', signedIn, now: new Date(), body })
    return reply.code(shown.error?.status ?? 200).send(page)
  }

  app.get(
    '/keys',
    signedInPage(parts, (_request, reply, signedIn) => show(reply, signedIn, { form: emptyForm }), { scope: 'keys:manage' }),
  )

  app.post(
    '/keys',
    signedInPage(
      parts,
      async (request, reply, signedIn) => {
        const form = { name: field(request.body, 'name'), mode: field(request.body, 'mode'), scopes: fields(request.body, 'scope') }
        try {
          const made = await createKey(parts.db, {
            accountId: signedIn.accountId,
            name: form.name,
            mode: form.mode === 'test' ? 'test' : 'live',
            scopes: form.scopes.filter(isScope),
            actor: `user:${signedIn.userId}`,
            within: new Set(roleScopes[signedIn.role]),
          })
          return await show(reply, signedIn, { made, form: emptyForm })
        } catch (error) {
          return show(reply, signedIn, { form, error: toFormError(error, statusOf) })
        }
      },
      { scope: 'keys:manage' },
    ),
  )

  app.post(
    '/keys/revoke',
    signedInPage(
      parts,
      async (request, reply, signedIn) => {
        const id = field(request.body, 'id')
        if (/^\d{1,18}$/.test(id))
          await revokeKey(parts.db, { accountId: signedIn.accountId, keyId: BigInt(id), actor: `user:${signedIn.userId}` })
        return reply.redirect('/keys', 303)
      },
      { scope: 'keys:manage' },
    ),
  )
}

const newKey = ({ key, name }: { key: string; name: string }) =>
  html`<section class="notice" role="status">
    <p><strong>${name}</strong> is made. Copy it now: it is shown once and stored nowhere.</p>
    <pre class="secret"><code>${key}</code></pre>
  </section>`

function keyTable(keys: readonly ApiKey[]): Html {
  if (keys.length === 0) return html`<p class="empty">No key yet. Make one below to send by HTTP.</p>`
  return html`<table class="stacks keys">
    <thead>
      <tr>
        <th>Name</th>
        <th>Key</th>
        <th>Mode</th>
        <th>May</th>
        <th>Made</th>
        <th>Last used</th>
        <th></th>
      </tr>
    </thead>
    <tbody>
      ${keys.map(keyRow)}
    </tbody>
  </table>`
}

function keyRow({ id, publicId, name, mode, scopes: own, createdAt, lastUsedAt, revokedAt }: ApiKey): Html {
  const may = own.length === scopes.length ? 'everything' : own.join(', ')
  const end =
    revokedAt === null
      ? html`<details class="confirm">
          <summary>Revoke</summary>
          <form method="post" action="/keys/revoke">
            <input type="hidden" name="id" value="${id}" />
            <span>Calls with it fail within 5 s.</span> <button class="danger">Revoke for good</button>
          </form>
        </details>`
      : html`revoked ${timeOf(revokedAt)}`
  return html`<tr${revokedAt !== null && raw(' class="over"')}>
    <td class="name" title="${name}">${name}</td>
    <td class="key"><code>tl_${publicId}…</code></td>
    <td class="mode">${mode}</td>
    <td class="may">${may}</td>
    <td class="made">${timeOf(createdAt)}</td>
    <td class="used">${lastUsedAt === null ? 'never' : timeOf(lastUsedAt)}</td>
    <td class="end">${end}</td>
  </tr>`
}

function keyForm({ form, error }: Shown): Html {
  return html`<section class="form">
    <h2>Make a key</h2>
    <form method="post" action="/keys">
      ${formError(error, ['name', 'scopes'])}
      ${inputRow({ name: 'name', label: 'Name', type: 'text', value: form.name, autocomplete: 'off', hint: 'Where it is used, such as "Web shop".', error })}
      <fieldset>
        <legend>Mode</legend>
        ${choice({ type: 'radio', name: 'mode', value: 'live', isOn: form.mode !== 'test', label: 'live', about: 'messages go out and count' })}
        ${choice({ type: 'radio', name: 'mode', value: 'test', isOn: form.mode === 'test', label: 'test', about: 'messages go to the simulator and stay out of every figure' })}
      </fieldset>
      <fieldset>
        <legend>It may</legend>
        ${scopes.map((scope) => choice({ type: 'checkbox', name: 'scope', value: scope, isOn: form.scopes.includes(scope), label: scope, about: scopeMeaning[scope] }))}
        ${error?.field === 'scopes' && html`<p class="error">${error.message}</p>`}
      </fieldset>
      <button class="main">Make the key</button>
    </form>
  </section>`
}

function choice({
  type,
  name,
  value,
  isOn,
  label,
  about,
}: {
  type: string
  name: string
  value: string
  isOn: boolean
  label: string
  about: string
}) {
  return html`<label class="choice">
    <input type="${type}" name="${name}" value="${value}" ${isOn && raw(' checked')} />
    <span><span class="term">${label}</span> <span class="about">${about}</span></span>
  </label>`
}
