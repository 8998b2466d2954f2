import { useLanguage, useWords } from '../i18n/words.ts'
import { sayFieldProblem, type Fault, type Refusal } from './problems.ts'
import { uiWords } from './words.ts'

/** Why one value was refused: beside its field, or in a list. */
export function RefusalText({ refusal }: { refusal: Refusal }) {
  const { text, detail } = sayFieldProblem(refusal, useLanguage())
  return (
    <>
      {refusal.place !== undefined && `${refusal.place}: `}
      {text}
      <ServerSays detail={detail} />
    </>
  )
}

/** What is wrong with the value of a field, by the page or by the server. */
export const FaultText = ({ fault }: { fault: Fault }) => (typeof fault === 'string' ? fault : <RefusalText refusal={fault} />)

/** The server's own words, which are English, where something would be lost without them. */
export function ServerSays({ detail }: { detail: string | undefined }) {
  const words = useWords(uiWords)
  if (detail === undefined) return null
  return (
    <span className="soft">
      {' '}
      {words.serverSays} <span lang="en">{detail}</span>
    </span>
  )
}
