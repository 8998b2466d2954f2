import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { createQueryClient } from './queryClient.ts'
import { signedOut } from './signedOut.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no element with the id "app"')

const client = createQueryClient({ onSignedOut: signedOut.tell })

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
