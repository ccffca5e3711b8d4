// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** All ways to take k of n, in lexicographic order. */

export function* combinations(n: number, k: number): Generator<readonly number[]> {
  if (k > n || k < 0) return;
  const places = Array.from({length: k}, (_, i) => i);
  for (;;) {
    yield places.slice();
    let i = k - 1;
    while (i >= 0 && places[i]! === n - k + i) i--;
    if (i < 0) return;
    places[i]!++;
    for (let j = i + 1; j < k; j++) places[j] = places[j - 1]! + 1;
  }
}

/** n over k. */
export function combinationCount(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return Math.round(count);
}
