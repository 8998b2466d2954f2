import type { FastifyInstance, FastifyReply } from 'fastify'
import { firstKeyScopes } from '../../contract/scopes.ts'
import { createKey } from '../../domain/accounts/keys.ts'
import { consumeSetupLink, findSetupLink, type OpenSetupLink } from '../../domain/accounts/setupLinks.ts'
import { statusOf } from '../../lib/errors.ts'
import { firstMessage } from './firstMessage.ts'
import { field, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { wordsOf, type PageWords } from './pageWords.ts'
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
    const done = await tryConsume({ token, email, password: field(request.body, 'password') }, wordsOf(request))
    if (done.kind === 'refused') return showForm(reply, { token, link, email, error: done.error })
    await enter({ request, reply }, parts, done)
    if (done.kind === 'reset') return reply.redirect('/', 303)
    const { accountId, userId } = done
    const words = wordsOf(request)
    const { key } = await createKey(parts.db, {
      accountId,
      name: 'First key',
      mode: 'live',
      scopes: firstKeyScopes,
      actor: `user:${userId}`,
    })
    return send(
      reply,
      200,
      plainPage({
        title: words.ready.title,
        language: words.language,
        body: firstMessage({ key, baseUrl: parts.config.baseUrl, words: words.ready }),
      }),
    )
  })

  const tryConsume = async (form: { token: string; email: string; password: string }, words: PageWords) => {
    try {
      return await consumeSetupLink(parts.db, form)
    } catch (error) {
      return { kind: 'refused' as const, error: toFormError(error, statusOf, words) }
    }
  }
}

type Form = { token: string; link: OpenSetupLink; email: string; error: FormError | undefined }

function showForm(reply: FastifyReply, { token, link, email, error }: Form) {
  const words = wordsOf(reply.request)
  const isNew = link.kind === 'new'
  const emailRow = isNew
    ? inputRow({
        name: 'email',
        label: words.email,
        type: 'email',
        value: email,
        autocomplete: 'username',
        hint: words.emailHint,
        error,
      })
    : html`<p>${words.setup.resets(link.email)}</p>
        <input type="hidden" name="email" value="${link.email}" autocomplete="username" />`
  const passwordRow = inputRow({
    name: 'password',
    label: isNew ? words.password : words.setup.newPassword,
    type: 'password',
    autocomplete: 'new-password',
    hint: words.passwordHint,
    error,
  })
  const body = html`<form method="post" action="/setup">
    ${formError(error, ['email', 'password'])}
    <input type="hidden" name="token" value="${token}" />
    ${emailRow} ${passwordRow}
    <button class="main">${isNew ? words.setup.button : words.setup.buttonReset}</button>
  </form>`
  return send(
    reply,
    error?.status ?? 200,
    plainPage({ title: isNew ? words.setup.title : words.setup.titleReset, language: words.language, body }),
  )
}

function showDeadLink(reply: FastifyReply) {
  const { dead, language } = wordsOf(reply.request)
  const body = html`<p>${dead.why}</p>
    <p>${dead.next}</p>
    <pre><code>npm run tapline -- user link</code></pre>`
  return send(reply, statusOf.setup_link_invalid, plainPage({ title: dead.title, language, body }))
}

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).type('text/html; charset=utf-8').send(page)
