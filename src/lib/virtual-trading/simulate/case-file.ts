/** A case file: one case, or a group whose defaults lie under each of its cases. */

type Plain = Readonly<Record<string, unknown>>;

/** The cases of a parsed file, each complete in itself. */
export function expandCaseFile(parsed: unknown): readonly unknown[] {
  if (!isPlain(parsed) || !Array.isArray(parsed.cases)) return [parsed];
  return parsed.cases.map((one: unknown) => mergeDefaults(parsed.defaults ?? {}, one));
}

/** Whether a parsed file holds a group of cases. */
export function isCaseGroup(parsed: unknown): boolean {
  return isPlain(parsed) && Array.isArray(parsed.cases);
}

/** Objects are merged key by key; everything else is replaced. */
export function mergeDefaults(defaults: unknown, over: unknown): unknown {
  if (over === undefined) return defaults;
  if (!isPlain(defaults) || !isPlain(over)) return over;
  const merged: Record<string, unknown> = {...defaults};
  for (const [key, value] of Object.entries(over)) merged[key] = mergeDefaults(defaults[key], value);
  return merged;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
