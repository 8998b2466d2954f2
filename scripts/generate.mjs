/**
 * `npm run generate`: writes db/schema.sql and openapi.json from the migrations and the routes.
 * With `--check` it writes nothing and fails when they would change.
 */
import './lib/node.mjs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare } from './lib/prepare.mjs'
import { root, script } from './lib/process.mjs'

await script(async () => {
  await prepare()
  await import(pathToFileURL(join(root, 'dist/generate.js')).href)
})
