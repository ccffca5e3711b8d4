/** Factors by name: any definition of the catalogue with any parameters, like `momentum-36`. */
import {ALPHA158_DEFINITIONS, ALPHA158_FACTORS} from "./alpha158/alpha158.js";
import {ALPHA360_DEFINITIONS, ALPHA360_FACTORS} from "./alpha360/alpha360.js";
import {FACTOR_DEFINITIONS} from "./catalogue.js";
import type {Factor, FactorDefinition} from "./factor.js";
import {PRICE_LEVELS} from "./price-levels.js";

/** The catalogue's own factors, with the parameters they are usually asked with; without Alpha158. */
export const CATALOGUE_FACTORS: readonly Factor[] = FACTOR_DEFINITIONS.flatMap(({factors}) => factors);

/** The catalogue's own factors and Alpha158. */
export const ALL_FACTORS: readonly Factor[] = [...CATALOGUE_FACTORS, ...ALPHA158_FACTORS];

/** Factors that are asked for together, by the name of the set. */
export const FACTOR_SETS: Readonly<Record<string, readonly Factor[]>> = {
  all: CATALOGUE_FACTORS,
  alpha158: ALPHA158_FACTORS,
  alpha360: ALPHA360_FACTORS
};

/** Names with each set's own name replaced by those of its factors; no name twice. */
export function withoutSets(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => FACTOR_SETS[name]?.map((factor) => factor.name) ?? name))];
}

/** Lines that rules compare with the price; research leaves them out. */
export const LEVEL_FACTORS: readonly Factor[] = PRICE_LEVELS.flatMap(({factors}) => factors);

const DEFINITIONS = new Map<string, FactorDefinition>(
  [...FACTOR_DEFINITIONS, ...ALPHA158_DEFINITIONS, ...ALPHA360_DEFINITIONS, ...PRICE_LEVELS].map((definition) => [
    definition.name,
    definition
  ])
);

/** The factor; null when no definition has this name with as many numbers behind it. */
export function factorNamed(name: string): Factor | null {
  const parts = name.split("-");
  let words = parts.length;
  while (words > 0 && /^\d+(\.\d+)?$/.test(parts[words - 1] as string)) words--;
  const definition = DEFINITIONS.get(parts.slice(0, words).join("-"));
  const numbers = parts.slice(words).map(Number);
  if (definition === undefined || definition.parameterNames.length !== numbers.length) return null;
  return definition.instance(
    Object.fromEntries(definition.parameterNames.map((key, i) => [key, numbers[i] as number]))
  );
}
