import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Role } from '../../contract/roles.ts'
import { acceptInvitation, findInvitation } from '../../domain/accounts/invitations.ts'
import { statusOf } from '../../lib/errors.ts'
import { field, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { wordsOf, type PageWords } from './pageWords.ts'
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
    const done = await tryAccept({ token, email, password: field(request.body, 'password') }, wordsOf(request))
    if ('error' in done) return showForm(reply, { token, ...invitation, email, error: done.error })
    await enter({ request, reply }, parts, done)
    return reply.redirect('/', 303)
  })

  const tryAccept = async (form: { token: string; email: string; password: string }, words: PageWords) => {
    try {
      return await acceptInvitation(parts.db, form)
    } catch (error) {
      return { error: toFormError(error, statusOf, words) }
    }
  }
}

type Form = { token: string; role: Role; accountName: string; email: string; error: FormError | undefined }

function showForm(reply: FastifyReply, { token, role, accountName, email, error }: Form) {
  const words = wordsOf(reply.request)
  const body = html`<p>${words.invitation.invited(accountName, role)}</p>
    <form method="post" action="/invitation">
      ${formError(error, ['email', 'password'])}
      <input type="hidden" name="token" value="${token}" />
      ${inputRow({ name: 'email', label: words.email, type: 'email', value: email, autocomplete: 'username', hint: words.emailHint, error })}
      ${inputRow({ name: 'password', label: words.password, type: 'password', autocomplete: 'new-password', hint: words.passwordHint, error })}
      <button class="main">${words.invitation.button(accountName)}</button>
    </form>`
  return send(reply, error?.status ?? 200, plainPage({ title: words.invitation.title, language: words.language, body }))
}

function showDead(reply: FastifyReply) {
  const { deadInvitation, language } = wordsOf(reply.request)
  const body = html`<p>${deadInvitation.why}</p>
    <p>${deadInvitation.next}</p>`
  return send(reply, statusOf.invitation_invalid, plainPage({ title: deadInvitation.title, language, body }))
}

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).type('text/html; charset=utf-8').send(page)
