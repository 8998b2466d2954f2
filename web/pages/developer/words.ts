import { defineWords } from '../../i18n/words.ts'

export const developerWords = defineWords(
  { section: 'Developer', keys: 'API keys', webhooks: 'Webhooks', reference: 'API reference', phones: 'Phones' },
  { section: 'Entwicklung', keys: 'API-Schlüssel', webhooks: 'Webhooks', reference: 'API-Referenz', phones: 'Telefone' },
)
