/** Items by a name that each has, in the order in which the names first come up. */
export function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): [name: string, own: Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const own = groups.get(nameOf(item))
    if (own === undefined) groups.set(nameOf(item), [item])
    else own.push(item)
  }
  return [...groups]
}
