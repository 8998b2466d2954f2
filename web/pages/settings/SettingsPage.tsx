import { Redirect } from 'wouter'
import { paths } from '../../paths.ts'

/** The settings as a whole: the first of their pages. */
export default function SettingsPage() {
  return <Redirect to={paths.setting('conversions')} replace />
}
