import '../../../../web/styles/tokens.css'
import '../../../../web/styles/base.css'
import { createRoot } from 'react-dom/client'
import { ZoneContext } from '../../../../web/i18n/format.ts'
import { LanguageContext } from '../../../../web/i18n/words.ts'
import { ToastProvider } from '../../../../web/ui/Toast.tsx'
import { Fields } from './Fields.tsx'
import { Floating } from './Floating.tsx'
import { States } from './States.tsx'
import { Tables } from './Tables.tsx'

const sheets = { fields: Fields, floating: Floating, states: States, tables: Tables }
const root = document.getElementById('app')
const found = Object.entries(sheets).find(([name]) => window.location.pathname === `/${name}`)
if (found === undefined || root === null) throw new Error(`no sheet at ${window.location.pathname}`)
const [title, Sheet] = found
const language = new URLSearchParams(window.location.search).get('language') === 'de' ? 'de' : 'en'
document.documentElement.lang = language

/** Components as a page would use them, one sheet for each kind; built and opened by components.test.ts. */
createRoot(root).render(
  <LanguageContext value={language}>
    <ZoneContext value="Europe/Berlin">
      <ToastProvider>
        <main>
          <h1>{title}</h1>
          <Sheet />
        </main>
      </ToastProvider>
    </ZoneContext>
  </LanguageContext>,
)
