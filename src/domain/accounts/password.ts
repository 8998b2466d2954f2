import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../lib/errors.ts'

const MIN_LENGTH = 10
const MAX_LENGTH = 200

type Cost = { logN: number; r: number; p: number }

/** 32 MiB and about 0.25 s on one core; a stored hash names the cost it was made with, so this can be raised. */
const cost: Cost = { logN: 15, r: 8, p: 3 }

/** At most this many run at once: they share the thread pool of 4 with the journal of hits, which must never wait for sign-ins. */
const MAX_RUNNING = 1
const MAX_WAITING = 32

/** @throws AppError `password_invalid` for one that is too short or too long */
export function checkPassword(password: string): void {
  const length = [...password].length
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    throw new AppError('password_invalid', `The password has ${length} characters: use ${MIN_LENGTH} to ${MAX_LENGTH}.`, {
      field: 'password',
    })
}

/**
 * Hashes a password: `scrypt$15$8$3$<salt>$<hash>`, both in base64.
 * @throws AppError `password_invalid`, or `rate_limited` when too many are waiting already
 */
export async function hashPassword(password: string): Promise<string> {
  checkPassword(password)
  const salt = randomBytes(16)
  const hash = await stretch({ password, salt, cost, length: 32 })
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join('$')
}

/**
 * Compares a password with a stored hash, or with nothing for an unknown user, in the same time.
 * @throws AppError `rate_limited` when too many are waiting already
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [kind, logN, r, p, salt, hash] = (stored ?? nobody).split('$')
  if (kind !== 'scrypt' || salt === undefined || hash === undefined) throw new Error(`Cannot read a password hash of the kind "${kind}"`)
  const expected = Buffer.from(hash, 'base64')
  const short = password.slice(0, MAX_LENGTH * 2)
  const storedCost = { logN: Number(logN), r: Number(r), p: Number(p) }
  const actual = await stretch({ password: short, salt: Buffer.from(salt, 'base64'), cost: storedCost, length: expected.length })
  return timingSafeEqual(actual, expected) && stored !== undefined
}

const nobody = `scrypt$${cost.logN}$${cost.r}$${cost.p}$${randomBytes(16).toString('base64')}$${randomBytes(32).toString('base64')}`

async function stretch({ password, salt, cost, length }: { password: string; salt: Buffer; cost: Cost; length: number }): Promise<Buffer> {
  await enter()
  try {
    return await runScrypt({ password: password.normalize('NFKC'), salt, cost, length })
  } finally {
    leave()
  }
}

function runScrypt({ password, salt, cost, length }: { password: string; salt: Buffer; cost: Cost; length: number }): Promise<Buffer> {
  const options = { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.logN * cost.r }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}

let running = 0
const waiting: (() => void)[] = []

function enter(): Promise<void> {
  if (running < MAX_RUNNING) {
    running++
    return Promise.resolve()
  }
  if (waiting.length >= MAX_WAITING)
    throw new AppError('rate_limited', 'Too many people are signing in at this moment. Try again in some seconds.')
  return new Promise((resolve) => waiting.push(resolve))
}

/** Hands the place to the next in line, or frees it. */
function leave(): void {
  const next = waiting.shift()
  if (next === undefined) running--
  else next()
}
