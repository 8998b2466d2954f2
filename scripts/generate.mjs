/**
 * `npm run generate`: writes db/schema.sql, openapi.json and assets/countries.gz from the migrations, the routes and a package;
 * `npm run countries` only the last. With `--check` it writes nothing and fails when they would change.
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
