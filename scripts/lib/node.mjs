/** The first import of every command: stops with a sentence where a newer syntax further on would stop with a stack. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

// 20.19 is the first Node 20 whose `require` takes ES modules, which dependencies of ours rely on.
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Tapline needs Node.js 20.19 or later, and this is ${process.version}. Install a newer one from https://nodejs.org.\n`,
  )
  process.exit(1)
}
