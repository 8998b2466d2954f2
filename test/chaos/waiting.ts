export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Asks again and again until the answer is not undefined; a question that fails is asked again too. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs: number): Promise<T> {
  let failure: unknown
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline;) {
    const answer = await ask().catch((error: unknown) => void (failure = error))
    if (answer !== undefined) return answer
    await pause(100)
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: failure })
}
