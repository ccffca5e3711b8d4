/** Factors by name: any definition of the catalogue with any parameters, like `momentum-36`. */
import {FACTOR_DEFINITIONS} from "./catalogue.js";
import type {Factor} from "./factor.js";

/** Every factor of the catalogue with the parameters it is usually asked with. */
export const CATALOGUE_FACTORS: readonly Factor[] = FACTOR_DEFINITIONS.flatMap(({factors}) => factors);

const DEFINITIONS = new Map(FACTOR_DEFINITIONS.map((definition) => [definition.name, definition]));

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
