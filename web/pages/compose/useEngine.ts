import { use } from 'react'

const loading = import('./engine.ts')

/** What measures texts. It is asked for with the page; who comes before it is there waits with the page's skeleton. */
export const useEngine = () => use(loading).engine
