/** What is kept by name, up to a total size in the measure of `sizeOf`; what was not asked for longest goes first. */
export interface Kept<V> {
  /** Null where it is not kept. */
  get(name: string): V | null;
  put(name: string, value: V): V;
  clear(): void;
}

export function createKept<V>(most: number, sizeOf: (value: V) => number): Kept<V> {
  const held = new Map<string, V>();
  let size = 0;

  function drop(name: string): V | null {
    const value = held.get(name);
    if (value === undefined) return null;
    held.delete(name);
    size -= sizeOf(value);
    return value;
  }

  function put(name: string, value: V): V {
    drop(name);
    held.set(name, value);
    size += sizeOf(value);
    for (const oldest of held.keys()) {
      if (size <= most || oldest === name) break;
      drop(oldest);
    }
    return value;
  }

  return {
    get(name) {
      const value = drop(name);
      return value === null ? null : put(name, value);
    },
    put,
    clear() {
      held.clear();
      size = 0;
    },
  };
}
