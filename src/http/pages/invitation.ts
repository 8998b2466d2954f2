import type { FastifyInstance, FastifyReply } from 'fastify'
import { roleMeaning, type Role } from '../../contract/roles.ts'
import { acceptInvitation, findInvitation } from '../../domain/accounts/invitations.ts'
import { statusOf } from '../../lib/errors.ts'
import { field, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { enter, type PageParts } from './visit.ts'

/** The page behind an invitation: somebody chooses e-mail and password, and is in. */
export function invitationPages(app: FastifyInstance, parts: PageParts): void {
  app.get('/invitation', async (request, reply) => {
    const token = field(request.query, 'token')
    const invitation = await findInvitation(parts.db, { token })
    if (invitation === undefined) return showDead(reply)
    return showForm(reply, { token, ...invitation, email: '', error: undefined })
  })

  app.post('/invitation', async (request, reply) => {
    const token = field(request.body, 'token')
    const email = field(request.body, 'email')
    const invitation = await findInvitation(parts.db, { token })
    if (invitation === undefined) return showDead(reply)
    const done = await tryAccept({ token, email, password: field(request.body, 'password') })
    if ('error' in done) return showForm(reply, { token, ...invitation, email, error: done.error })
    await enter({ request, reply }, parts, done)
    return reply.redirect('/', 303)
  })

  const tryAccept = async (form: { token: string; email: string; password: string }) => {
    try {
      return await acceptInvitation(parts.db, form)
    } catch (error) {
      return { error: toFormError(error, statusOf) }
    }
  }
}

type Form = { token: string; role: Role; accountName: string; email: string; error: FormError | undefined }

function showForm(reply: FastifyReply, { token, role, accountName, email, error }: Form) {
  const body = html`<p>You are invited to <strong>${accountName}</strong> as ${role}: a ${role} ${roleMeaning[role]}.</p>
    <form method="post" action="/invitation">
      ${formError(error, ['email', 'password'])}
      <input type="hidden" name="token" value="${token}" />
      ${inputRow({ name: 'email', label: 'E-mail', type: 'email', value: email, autocomplete: 'username', hint: 'To sign in with. No mail is sent.', error })}
      ${inputRow({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', hint: '10 characters or more. Several words make a good one.', error })}
      <button class="main">Join ${accountName}</button>
    </form>`
  return send(reply, error?.status ?? 200, plainPage({ title: 'Join Tapline', body }))
}

function showDead(reply: FastifyReply) {
  const body = html`<p>It was used already, taken back, or is older than a week. An owner of the account can make another.</p>
    <p>If you have a user, <a href="/sign-in">sign in</a>.</p>`
  return send(reply, statusOf.invitation_invalid, plainPage({ title: 'This invitation does not work any more', body }))
}

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).type('text/html; charset=utf-8').send(page)
