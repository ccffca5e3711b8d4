/**
 * Seeded pseudo-random numbers: the only randomness in src/lib. The same seed gives the same numbers on every machine.
 * Generator: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32. Not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform whole number in [0, bound). */
  below(bound: number): number;
  /** Writes the numbers that `next` would give next, each times 2^32: many at once cost a fraction of one at a time. */
  fill(bits: Uint32Array): void;
  /** Standard normal (Box and Muller 1958, both values used). */
  normal(): number;
  /** The generator's state, to be given to `restoreRandom`. */
  state(): RandomState;
}

export interface RandomState {
  readonly words: readonly [number, number, number, number];
  readonly spare: number | null;
}

/** @param seed any finite number; its 32 low bits and the next 21 are used. */
export function seededRandom(seed: number): Random {
  const next = splitmix32(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
  return restoreRandom({words: [next(), next(), next(), next()], spare: null});
}

/** A seed of its own for a part, so that parts do not share a stream of numbers. FNV-1a (Fowler, Noll, Vo 1991). */
export function seedFor(seed: number, part: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 16777619) >>> 0;
  return hash;
}

export function restoreRandom(state: RandomState): Random {
  let [a, b, c, d] = state.words;
  let spare = state.spare;
  const bits = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
  const next = () => bits() / 4294967296;
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    fill: (bits) => {
      // The state lies in variables of the function while it runs: those of a closure are written back each time.
      let [e, f, g, h] = [a | 0, b | 0, c | 0, d | 0];
      for (let i = 0; i < bits.length; i++) {
        bits[i] = Math.imul(rotateLeft(Math.imul(f, 5), 7), 9);
        const shifted = f << 9;
        g ^= e;
        h ^= f;
        f ^= g;
        e ^= h;
        g ^= shifted;
        h = rotateLeft(h, 11);
      }
      [a, b, c, d] = [e, f, g, h];
    },
    normal: () => {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    state: () => ({words: [a >>> 0, b >>> 0, c >>> 0, d >>> 0], spare})
  };
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitmix32(low: number, high: number): () => number {
  let state = (low ^ Math.imul(high, 0x9e3779b9)) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}
