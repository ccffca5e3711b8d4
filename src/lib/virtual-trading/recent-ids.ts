/** The latest order ids, to know a repeated one. Adding one costs the same however many were forgotten. */
export interface RecentIds {
  has(id: string): boolean;
  /** Forgets the oldest where there are too many. */
  add(id: string): void;
  /** Oldest first. */
  list(): string[];
  restore(ids: readonly string[]): void;
}

export function createRecentIds(capacity: number): RecentIds {
  let ids = new Set<string>();
  // One iterator for all: a set keeps the places of what was deleted, and a new one would walk past them each time.
  let oldest = ids.values();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id);
      if (ids.size <= capacity) return;
      const {value} = oldest.next();
      if (value !== undefined) ids.delete(value);
    },
    list: () => [...ids],
    restore: (list) => {
      ids = new Set(list);
      oldest = ids.values();
    }
  };
}
