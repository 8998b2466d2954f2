/** JSON with a line for each member; what is no JSON stays as it is. Numbers that JavaScript cannot hold would change, so such texts stay too. */
export function prettyJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return /\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')) ? text : JSON.stringify(value, null, 2)
  } catch {
    return text
  }
}
