import { Redirect } from 'wouter'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'

/** The first tab that has something for the reader. */
export default function DeveloperPage() {
  return <Redirect to={useMay('keys:manage') ? paths.keys() : paths.webhooks()} replace />
}
