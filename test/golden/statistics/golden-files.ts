/** Reading the golden folder: CSV, gzip, JSON, and the comparison with its tolerances (README of the folder). */
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {expect} from "vitest";

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};
export type JsonObject = {readonly [key: string]: Json};

/** A file's text; with `.gz` at its end it is unpacked. */
export function readText(folder: string, path: string): string {
  const bytes = readFileSync(join(folder, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

export function hasFile(folder: string, path: string): boolean {
  return existsSync(join(folder, path));
}

export function readJson(folder: string, path: string): JsonObject {
  return JSON.parse(readText(folder, path)) as JsonObject;
}

export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  column(name: string): Float64Array;
  text(name: string): readonly string[];
}

/** A CSV file with a header; an empty field is NaN in `column`. */
export function readTable(folder: string, path: string): Table {
  const [header = "", ...lines] = readText(folder, path).trimEnd().split(/\r?\n/);
  const names = header.split(",");
  const rows = lines.map((line) => line.split(","));
  const place = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`${path} has no column ${name}`);
    return index;
  };
  return {
    names,
    rows,
    text: (name) => rows.map((row) => row[place(name)] ?? ""),
    column: (name) => Float64Array.from(rows, (row) => numberOf(row[place(name)] ?? ""))
  };
}

function numberOf(field: string): number {
  return field === "" ? Number.NaN : Number(field);
}

/**
 * A file of the market folder that a golden file names, like "market/open/binance-spot/1d/BTCUSDT": its path in the
 * folder. The set's own name, which may stand behind "market/", is not part of it, and the ending may be left out.
 */
export function marketPath(market: string, named: string): string {
  const [, rest = ""] = /market\/([^\s;]+)/.exec(named) ?? [];
  const path = rest.endsWith(".csv.gz") ? rest : `${rest}.csv.gz`;
  return hasFile(market, path) ? path : path.replace(/^[^/]+\//, "");
}

/** An object inside the golden JSON. */
export function at(json: Json, ...path: readonly string[]): JsonObject {
  let here: Json = json;
  for (const key of path) here = (here as JsonObject)[key] ?? null;
  if (here === null || typeof here !== "object" || Array.isArray(here))
    throw new Error(`no object at ${path.join(".")}`);
  return here as JsonObject;
}

/** A figure: null stays null, "Infinity" strings become infinities. */
export function figure(json: Json | undefined): number | null {
  if (json === "Infinity") return Number.POSITIVE_INFINITY;
  if (json === "-Infinity") return Number.NEGATIVE_INFINITY;
  if (json === null || json === undefined) return null;
  if (typeof json !== "number") throw new Error(`not a figure: ${JSON.stringify(json)}`);
  return json;
}

export function figures(json: Json | undefined): number[] {
  return (json as readonly Json[]).map((value) => figure(value) ?? Number.NaN);
}

export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Closed forms: relative 1e-9, absolute 1e-12 near zero. */
export function expectClose(
  given: number | null | undefined,
  expected: number | null,
  what: string,
  {relative = 1e-9, absolute = 1e-12}: Tolerance = {}
): void {
  // What is not defined is null in the files, and NaN as the mean of nothing.
  const actual = given !== undefined && Number.isNaN(given) ? null : given;
  if (expected === null || actual === null || actual === undefined || !Number.isFinite(expected)) {
    expect(actual ?? null, what).toBe(expected);
    return;
  }
  const distance = Math.abs(actual - expected);
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  if (!(distance <= allowed)) expect.fail(`${what}: got ${actual}, expected ${expected} (off by ${distance})`);
  expect(distance).toBeLessThanOrEqual(allowed);
}

export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance?: Tolerance
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const value = actual[i] ?? Number.NaN;
    const wanted = expected[i] ?? Number.NaN;
    if (Number.isNaN(wanted)) expect(value, `${what}[${i}]`).toBeNaN();
    else expectClose(value, wanted, `${what}[${i}]`, tolerance);
  }
}
