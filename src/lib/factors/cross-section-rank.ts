/** Ranks within one slice (METHODS F8, C8). */

/**
 * Writes (r - 0.5) / n for each finite value: r its average rank among the n finite ones. NaN stays NaN; so does a
 * value that stands alone, for a rank among fewer than two says nothing.
 */
export function crossSectionRank(values: Float64Array, out: Float64Array): void {
  const size = values.length;
  let finite = 0;
  for (let i = 0; i < size; i++) if (Number.isFinite(values[i])) finite++;
  for (let i = 0; i < size; i++) {
    const value = values[i] as number;
    out[i] = Number.isFinite(value) && finite > 1 ? (averageRank(values, value) - 0.5) / finite : Number.NaN;
  }
}

/** A slice has tens of instruments: counting beats sorting and needs no memory. */
function averageRank(values: Float64Array, value: number): number {
  let below = 0;
  let equal = 0;
  for (let i = 0; i < values.length; i++) {
    const other = values[i] as number;
    if (other < value) {
      if (other !== Number.NEGATIVE_INFINITY) below++;
    } else if (other === value) equal++;
  }
  return below + (equal + 1) / 2;
}

/** Writes each finite value minus the mean of the finite ones; NaN stays NaN, as does a value that stands alone. */
export function crossSectionDemean(values: Float64Array, out: Float64Array): void {
  let sum = 0;
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    sum += values[i] as number;
    finite++;
  }
  const mean = finite > 1 ? sum / finite : Number.NaN;
  for (let i = 0; i < values.length; i++)
    out[i] = Number.isFinite(values[i]) ? (values[i] as number) - mean : Number.NaN;
}
