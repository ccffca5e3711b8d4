/**
 * The state of a kernel as plain JSON. A kernel keeps what it remembers in its own fields: numbers, booleans, typed
 * arrays and other kernels, nothing else. So one function saves and one restores them all, and a kernel that hid state
 * elsewhere would fail the test that holds a restored calculation equal to an uninterrupted one.
 */
import {assert} from "../core/assert.js";

export type KernelState = number | boolean | string | null | KernelState[] | {[field: string]: KernelState};

/** NaN becomes null and an infinity its name: JSON has neither. */
export function kernelState(part: object): {[field: string]: KernelState} {
  const state: {[field: string]: KernelState} = {};
  for (const [field, value] of Object.entries(part)) state[field] = encode(value, field);
  return state;
}

/** Puts a state back. @throws InvariantError when `part` was built with other parameters than the one saved. */
export function restoreKernel(part: object, state: KernelState): void {
  assert(state !== null && typeof state === "object" && !Array.isArray(state), "the state of a kernel is an object");
  const fields = part as Record<string, unknown>;
  for (const [field, value] of Object.entries(part)) {
    const saved = state[field];
    assert(saved !== undefined, `the saved state has no field ${field}`);
    if (isNumbers(value)) restoreNumbers(value, saved, field);
    else if (typeof value === "object" && value !== null) restoreKernel(value, saved);
    else fields[field] = typeof value === "number" ? decodeNumber(saved, field) : saved;
  }
}

function encode(value: unknown, field: string): KernelState {
  if (typeof value === "number") return encodeNumber(value);
  if (typeof value === "boolean") return value;
  if (isNumbers(value)) return Array.from(value, encodeNumber);
  assert(typeof value === "object" && value !== null, `field ${field} of a kernel is a number, a flag or a kernel`);
  return kernelState(value);
}

function restoreNumbers(numbers: Float64Array | Int32Array, saved: KernelState, field: string): void {
  assert(Array.isArray(saved) && saved.length === numbers.length, `field ${field} holds ${numbers.length} numbers`);
  for (let i = 0; i < numbers.length; i++) numbers[i] = decodeNumber(saved[i], field);
}

function isNumbers(value: unknown): value is Float64Array | Int32Array {
  return value instanceof Float64Array || value instanceof Int32Array;
}

function encodeNumber(value: number): number | string | null {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : String(value);
}

function decodeNumber(saved: KernelState | undefined, field: string): number {
  if (saved === null) return Number.NaN;
  const value = Number(saved);
  assert(typeof saved === "number" || saved === String(value), `field ${field} holds a number`);
  return value;
}
