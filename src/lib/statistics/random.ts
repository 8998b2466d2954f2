/** A source of numbers from 0 up to but not 1, each with 32 random bits. */
export type Random = () => number

/**
 * Makes a generator whose numbers follow from the seed alone, so that whatever was drawn with it can be drawn again.
 * @param seed any whole number; of a larger one the lowest 32 bits count
 * @see C. Doty-Humphrey's sfc32 of PractRand, seeded as there: 12 numbers are thrown away
 */
export function randomFrom(seed: number): Random {
  let a = 0
  let b = seed | 0
  let c = 0x9e3779b9 | 0
  let counter = 1
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let skipped = 0; skipped < 12; skipped++) next()
  return next
}

/** Draws from the normal distribution with mean 0 and variance 1. @see Box and Muller 1958 */
export function drawNormal(random: Random): number {
  // 1 - u, because the logarithm of 0 is no number.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * Draws from the gamma distribution with scale 1.
 * @param shape above 0
 * @see Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; their section 6 for shapes below 1
 */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = drawNormal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Draws from the beta distribution, as a ratio of gamma draws. */
export function drawBeta(random: Random, a: number, b: number): number {
  const x = drawGamma(random, a)
  return x / (x + drawGamma(random, b))
}

/** Draws from Student's distribution with so many degrees of freedom. */
export function drawStudent(random: Random, degrees: number): number {
  return drawNormal(random) / Math.sqrt((2 * drawGamma(random, degrees / 2)) / degrees)
}
