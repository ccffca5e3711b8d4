/** Values whose numbers lie in memory that threads share: sending them to a thread copies no column. */

/**
 * The same value with every Float64Array in it, however deep, in shared memory. A column that occurs twice is one column
 * still. Plain objects, arrays and maps are made anew; everything else is taken as it is.
 */
export function inSharedMemory<T>(value: T): T {
  return shared(value, new Map()) as T;
}

export function sharedBytes(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

function shared(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const made = sharedObject(value, known);
  known.set(value, made);
  return made;
}

function sharedObject(value: object, known: Map<object, unknown>): unknown {
  if (value instanceof Float64Array) {
    const copy = new Float64Array(sharedBytes(value.byteLength));
    copy.set(value);
    return copy;
  }
  if (value instanceof Map) return new Map(Array.from(value, ([key, entry]) => [key, shared(entry, known)]));
  if (value instanceof Set || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((entry) => shared(entry, known));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shared(entry, known)]));
}
