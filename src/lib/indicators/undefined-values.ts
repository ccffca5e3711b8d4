/** Whether columns hold a NaN: those without one may take a way that looks at no value. */

/** True where a value of any column is NaN, or infinities of both signs are there. The sum of numbers tells. */
export function hasUndefined(...columns: readonly Float64Array[]): boolean {
  for (const column of columns) {
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += column[i] as number;
    if (Number.isNaN(sum)) return true;
  }
  return false;
}
