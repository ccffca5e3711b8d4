/** Framework resolves `npm:` in pages from node_modules; for the compiler they are the packages of those names. */
declare module "npm:@observablehq/plot" {
  export * from "@observablehq/plot";
}
declare module "npm:@duckdb/duckdb-wasm@1.32.0" {
  export * from "@duckdb/duckdb-wasm";
}
declare module "observablehq:stdlib" {
  /** A file of the built site; the name is relative to the module and must be a literal. */
  export function FileAttachment(name: string): {readonly href: string; readonly size?: number};
}
