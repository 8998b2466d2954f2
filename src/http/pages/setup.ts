import type { FastifyInstance, FastifyReply } from 'fastify'
import { firstKeyScopes } from '../../contract/scopes.ts'
import { createKey } from '../../domain/accounts/keys.ts'
import { consumeSetupLink, findSetupLink, type OpenSetupLink } from '../../domain/accounts/setupLinks.ts'
import { statusOf } from '../../lib/errors.ts'
import { firstMessage } from './firstMessage.ts'
import { field, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { enter, type PageParts } from './visit.ts'

/** The page behind the link that the first start prints, and behind those of `tapline user link`. */
export function setupPages(app: FastifyInstance, parts: PageParts): void {
  app.get('/setup', async (request, reply) => {
    const token = field(request.query, 'token')
    const link = await findSetupLink(parts.db, { token })
    if (link === undefined) return showDeadLink(reply)
    return showForm(reply, { token, link, email: '', error: undefined })
  })

  app.post('/setup', async (request, reply) => {
    const token = field(request.body, 'token')
    const email = field(request.body, 'email')
    const link = await findSetupLink(parts.db, { token })
    if (link === undefined) return showDeadLink(reply)
    const done = await tryConsume({ token, email, password: field(request.body, 'password') })
    if (done.kind === 'refused') return showForm(reply, { token, link, email, error: done.error })
    await enter({ request, reply }, parts, done)
    if (done.kind === 'reset') return reply.redirect('/', 303)
    const { accountId, userId } = done
    const { key } = await createKey(parts.db, {
      accountId,
      name: 'First key',
      mode: 'live',
      scopes: firstKeyScopes,
      actor: `user:${userId}`,
    })
    return send(reply, 200, plainPage({ title: 'Ready', body: firstMessage({ key, baseUrl: parts.config.baseUrl }) }))
  })

  const tryConsume = async (form: { token: string; email: string; password: string }) => {
    try {
      return await consumeSetupLink(parts.db, form)
    } catch (error) {
      return { kind: 'refused' as const, error: toFormError(error, statusOf) }
    }
  }
}

type Form = { token: string; link: OpenSetupLink; email: string; error: FormError | undefined }

function showForm(reply: FastifyReply, { token, link, email, error }: Form) {
  const isNew = link.kind === 'new'
  const emailRow = isNew
    ? inputRow({
        name: 'email',
        label: 'E-mail',
        type: 'email',
        value: email,
        autocomplete: 'username',
        hint: 'To sign in with. No mail is sent.',
        error,
      })
    : html`<p>For <strong>${link.email}</strong>. This ends all sessions that are open.</p>
        <input type="hidden" name="email" value="${link.email}" autocomplete="username" />`
  const passwordRow = inputRow({
    name: 'password',
    label: isNew ? 'Password' : 'New password',
    type: 'password',
    autocomplete: 'new-password',
    hint: '10 characters or more. Several words make a good one.',
    error,
  })
  const body = html`<form method="post" action="/setup">
    ${formError(error, ['email', 'password'])}
    <input type="hidden" name="token" value="${token}" />
    ${emailRow} ${passwordRow}
    <button class="main">${isNew ? 'Create user and first key' : 'Set password'}</button>
  </form>`
  return send(reply, error?.status ?? 200, plainPage({ title: isNew ? 'Set up Tapline' : 'New password', body }))
}

function showDeadLink(reply: FastifyReply) {
  const body = html`<p>It was used already, is older than an hour, or a newer one took its place.</p>
    <p>If you have a user, <a href="/sign-in">sign in</a>. If not, this makes another link, on the machine that runs Tapline:</p>
    <pre><code>npm run tapline -- user link</code></pre>`
  return send(reply, statusOf.setup_link_invalid, plainPage({ title: 'This link does not work any more', body }))
}

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).type('text/html; charset=utf-8').send(page)
