/**
 * Programmer errors. An expected outcome is a value with a reason; an operating failure is an `OperatingError`;
 * what fails here is a bug in Papertape.
 */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** @throws InvariantError when `condition` is false. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(`Invariant: ${message}`);
}

/** For the `default` of an exhaustive switch: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new InvariantError(`Invariant: unexpected case ${JSON.stringify(value)}`);
}

/** The value, which the caller knows to be there. @throws InvariantError when it is null or undefined. */
export function present<T>(value: T | null | undefined, what: string): T {
  assert(value !== null && value !== undefined, `${what} is missing`);
  return value;
}
