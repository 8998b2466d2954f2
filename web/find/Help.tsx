import './Help.css'
import { useId, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { metrics, type Metric } from '../../src/contract/metrics.ts'
import { useHelpKey } from '../helpKey.ts'
import { useWords } from '../i18n/words.ts'
import { paths } from '../paths.ts'
import { Switch } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useToolKeys } from '../ui/frame/toolKeys.ts'
import { Icon } from '../ui/Icon.tsx'
import { metricWords } from '../ui/metricWords.ts'
import { helpWords } from './helpWords.ts'
import { everywhere, keysOf, type Key, type KeyLine } from './pageKeys.ts'

/** What the keys do on this page, and what every figure counts. */
export function Help({ onClose }: { onClose: () => void }) {
  const words = useWords(helpWords)
  const [address] = useLocation()
  const [isOn, setOn] = useHelpKey()
  const here = keysOf(address)
  return (
    <Dialog kind="sheet" title={words.title} onClose={onClose}>
      <Part title={words.here}>{here.length === 0 ? <p className="soft">{words.none}</p> : <Keys lines={here} />}</Part>
      <Part title={words.everywhere}>
        <Keys lines={everywhere(useToolKeys())} />
        <Switch label={words.helpKey} about={words.helpKeyAbout} checked={isOn} onChange={setOn} />
      </Part>
      <Part title={words.figures}>
        <p>{words.figuresAbout}</p>
        <Definitions />
      </Part>
      <p>
        {words.reference}{' '}
        <Link href={paths.reference()} onClick={onClose}>
          {words.openReference}
        </Link>
      </p>
    </Dialog>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

function Keys({ lines }: { lines: readonly KeyLine[] }) {
  const { keys: meanings } = useWords(helpWords)
  return (
    <dl className="help-keys">
      {lines.map(({ keys, meaning }) => (
        <div key={meaning}>
          <dt>
            {keys.map((key) => (
              <OneKey key={typeof key === 'string' ? key : key.sign} of={key} />
            ))}
          </dt>
          <dd>{meanings[meaning]}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Arrows are drawn, since many fonts lack them. */
function OneKey({ of }: { of: Key }) {
  const { arrows } = useWords(helpWords)
  if (typeof of === 'string') return <kbd>{of}</kbd>
  return (
    <kbd>
      <Icon name={of.sign} size={12} />
      <span className="unseen">{arrows[of.sign]}</span>
    </kbd>
  )
}

const names = Object.keys(metrics) as Metric[]

function Definitions() {
  const words = useWords(metricWords)
  return (
    <dl className="help-figures">
      {names.map((metric) => (
        <div key={metric}>
          <dt>{words[metric].name}</dt>
          <dd>{words[metric].counts}.</dd>
        </div>
      ))}
    </dl>
  )
}
