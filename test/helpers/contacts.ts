import { runNextImport } from '../../src/domain/contacts/importRun.ts'
import type { Pool } from '../../src/platform/db.ts'
import { api } from './api.ts'
import { silentLog } from './messaging.ts'

export type ImportView = {
  id: string
  state: string
  failure: string | null
  encoding: string
  delimiter: string
  columns: { heading: string; target: string }[]
  progress: number
} & Record<'rows' | 'created' | 'updated' | 'skipped' | 'duplicates' | 'rejected', number>

/** The API with what tests of contacts ask again and again. */
export async function contactsApi(db: Pool) {
  const given = await api(db)
  const { app, secretKey } = given
  const upload = async (file: string | Buffer, query: Record<string, string> = {}, contentType = 'text/csv') => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/contacts/imports',
      query,
      payload: file,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': contentType },
    })
    return { status: answer.statusCode, body: answer.json<ImportView & { code?: string; detail?: string }>() }
  }
  const work = async () => {
    while (await runNextImport({ db, log: silentLog, isStopping: () => false }));
  }
  const get = async (path: string) => {
    const answer = await app.inject({ url: path, headers: { authorization: `Bearer ${secretKey}` } })
    return answer.body
  }
  /** Uploads a file, works on it to its end, and tells what became of it. */
  const importFile = async (file: string | Buffer, query: Record<string, string> = {}): Promise<ImportView> => {
    const { status, body } = await upload(file, query)
    if (status !== 202) throw new Error(`the upload was answered ${status}: ${body.detail}`)
    await work()
    const done: unknown = JSON.parse(await get(`/v1/contacts/imports/${body.id}`))
    return done as ImportView
  }
  const rejections = (id: string) => get(`/v1/contacts/imports/${id}/rejections`)
  const contacts = async (query = '') => {
    const page: unknown = JSON.parse(await get(`/v1/contacts?limit=200${query}`))
    return (page as { contacts: { phone: string; fields: Record<string, string>; groups: { name: string }[]; time_zone: string }[] })
      .contacts
  }
  return { ...given, upload, work, get, importFile, rejections, contacts }
}
