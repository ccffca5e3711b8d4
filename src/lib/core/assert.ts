/**
 * Programmer errors. An expected outcome is a value with a reason; an operating failure is an `OperatingError`;
 * what fails here is a bug in Papertape.
 */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * @param message a function where writing it costs more than the check, and the check comes often.
 * @throws InvariantError when `condition` is false.
 */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantError(`Invariant: ${typeof message === "string" ? message : message()}`);
}

/** For the `default` of an exhaustive switch: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new InvariantError(`Invariant: unexpected case ${JSON.stringify(value)}`);
}

/** The value, which the caller knows to be there. @throws InvariantError when it is null or undefined. */
export function present<T>(value: T | null | undefined, what: string | (() => string)): T {
  assert(value !== null && value !== undefined, () => `${typeof what === "string" ? what : what()} is missing`);
  return value;
}
