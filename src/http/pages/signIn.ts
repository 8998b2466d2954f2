import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signIn, type SignIn } from '../../domain/accounts/users.ts'
import { statusOf } from '../../lib/errors.ts'
import { networkOf } from '../rateLimit.ts'
import { field, formError, inputRow, toFormError, type FormError } from './forms.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { wordsOf, type PageWords } from './pageWords.ts'
import { currentVisitor, enter, leave, type PageParts } from './visit.ts'

/** Signing in and out. */
export function signInPages(app: FastifyInstance, parts: PageParts): void {
  app.get('/sign-in', async (request, reply) => {
    const next = safeNext(field(request.query, 'next'))
    if ((await currentVisitor(request, parts)) !== undefined) return reply.redirect(next, 303)
    return show(reply, { email: '', next, error: undefined })
  })

  app.post('/sign-in', async (request, reply) => {
    const email = field(request.body, 'email')
    const next = safeNext(field(request.body, 'next'))
    const outcome = await trySignIn(request, email)
    if (outcome.kind !== 'ok') return show(reply, { email, next, error: sentenceOf(outcome, wordsOf(request)) })
    await enter({ request, reply }, parts, outcome)
    return reply.redirect(next, 303)
  })

  app.post('/sign-out', async (request, reply) => {
    await leave({ request, reply }, parts)
    return reply.redirect('/sign-in', 303)
  })

  const trySignIn = async (request: FastifyRequest, email: string) => {
    const password = field(request.body, 'password')
    try {
      return await signIn(parts.db, { email, password, network: networkOf(request.ip) })
    } catch (error) {
      return { kind: 'refused' as const, error: toFormError(error, statusOf, wordsOf(request)) }
    }
  }
}

type Outcome = SignIn | { kind: 'refused'; error: FormError }

function sentenceOf(outcome: Exclude<Outcome, { kind: 'ok' }>, { signIn }: PageWords): FormError {
  switch (outcome.kind) {
    case 'refused':
      return outcome.error
    case 'wrong':
      return { field: 'password', message: signIn.wrong, status: statusOf.sign_in_failed }
    case 'wait':
      return { field: undefined, message: signIn.wait(Math.ceil(outcome.waitMs / 1_000)), status: statusOf.rate_limited }
  }
}

function show(reply: FastifyReply, { email, next, error }: { email: string; next: string; error: FormError | undefined }) {
  const words = wordsOf(reply.request)
  const form = html`<form method="post" action="/sign-in">
      ${formError(error, ['email', 'password'])}
      <input type="hidden" name="next" value="${next}" />
      ${inputRow({ name: 'email', label: words.email, type: 'email', value: email, autocomplete: 'username', error })}
      ${inputRow({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password', error })}
      <button class="main">${words.signIn.button}</button>
    </form>
    <p class="hint">${words.signIn.forgotten}</p>`
  return reply
    .code(error?.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(plainPage({ title: words.signIn.title, language: words.language, body: form }))
}

/** Only pages of ours, so that a link to the sign-in page cannot lead elsewhere; and none that would sign out again at once. */
const safeNext = (next: string): string => (/^\/(?!\/|sign-out|sign-in|setup|invitation)[\w%=&?.~:@,+/-]*$/.test(next) ? next : '/')
