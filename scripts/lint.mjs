/** `npm run lint`: checks the code by .oxlintrc.json. Arguments go to oxlint, such as `npm run lint -- --fix`. */
import './lib/node.mjs'
import { lint } from './lib/oxlint.mjs'

const { code, output } = await lint(process.argv.slice(2))
process.stdout.write(output)
process.exitCode = code
