/** Picks an agent's factors out of a FactorsCalculated payload. The places are looked up once a list of names. */
import type {FactorsCalculated} from "../events/factor-calculation-event.js";

type Payload = FactorsCalculated["payload"];

export interface FactorSelection {
  /** In the agent's order; NaN where undefined. Overwritten by the next call of `select`. */
  readonly values: Float64Array;
  /** False when a factor that the agent needs is undefined or not calculated. */
  select(payload: Payload): boolean;
  /** Share of the agent's factors whose window touches no gap. */
  quality(payload: Payload): number;
  /** The values last selected, for a record: null where undefined. */
  record(): (number | null)[];
}

export function createFactorSelection(factors: readonly string[], optional: readonly string[]): FactorSelection {
  const values = new Float64Array(factors.length);
  const isOptional = factors.map((factor) => optional.includes(factor));
  const places = new Int32Array(factors.length);
  let names: readonly string[] | null = null;
  const locate = (list: readonly string[]) => {
    // Inside a process the list is one array for all events; read from a journal it is an equal one each time.
    if (names !== null && (names === list || isSameList(names, list))) return;
    names = list;
    for (let i = 0; i < factors.length; i++) places[i] = list.indexOf(factors[i] as string);
  };
  return {
    values,
    select: (payload) => {
      locate(payload.factors);
      for (let i = 0; i < places.length; i++) {
        const value = payload.values[places[i] as number] ?? Number.NaN;
        if (Number.isNaN(value) && isOptional[i] !== true) return false;
        values[i] = value;
      }
      return true;
    },
    quality: ({touchedByGap}) => {
      if (touchedByGap.length === 0) return 1;
      const touched = factors.filter((factor) => touchedByGap.includes(factor)).length;
      return 1 - touched / factors.length;
    },
    record: () => {
      // One list that never holds a null: an engine then keeps plain doubles in it.
      const whole = new Array<number>(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (Number.isNaN(value)) return withNulls(values);
        whole[i] = value;
      }
      return whole;
    }
  };
}

function withNulls(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
