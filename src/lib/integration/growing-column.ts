/** A column of numbers that grows as a run goes on: eight bytes a value, and no list of objects behind it. */
export interface GrowingColumn {
  push(value: number): void;
  /** What it holds now; a view that later values do not change. */
  values(): Float64Array;
}

const FIRST_ROOM = 1024;

export function growingColumn(): GrowingColumn {
  let room = new Float64Array(FIRST_ROOM);
  let length = 0;
  return {
    push: (value) => {
      if (length === room.length) {
        const larger = new Float64Array(2 * length);
        larger.set(room);
        room = larger;
      }
      room[length++] = value;
    },
    values: () => room.subarray(0, length)
  };
}
