/**
 * The probability that a standard normal variable is at most x, to 15 digits; to 8 below -7, where it is smaller than 1e-12.
 * @see G. West 2005, "Better approximations to cumulative normal functions", after J. F. Hart 1968
 */
export function normalCdf(x: number): number {
  const tail = lowerTail(Math.abs(x))
  return x > 0 ? 1 - tail : tail
}

/**
 * The x below which a standard normal variable stays with this probability.
 * @param probability above 0 and below 1
 * @see Abramowitz and Stegun 26.2.23 for the start, then Halley's method on the distribution itself
 */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability)
  const t = Math.sqrt(-2 * Math.log(probability))
  let x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
  for (let step = 0; step < 3; step++) {
    const error = ((normalCdf(x) - probability) * Math.sqrt(2 * Math.PI)) / Math.exp((-x * x) / 2)
    x -= error / (1 + (x * error) / 2)
  }
  return x
}

const above = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
] as const
const below = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
  440.413735824752,
] as const

function lowerTail(x: number): number {
  const density = Math.exp((-x * x) / 2)
  if (x > 37) return 0
  if (x >= 7.07106781186547) return density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631
  return (density * polynomial(above, x)) / polynomial(below, x)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
