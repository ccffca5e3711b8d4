/** Framework resolves `npm:` in pages from node_modules; for the compiler they are the packages of those names. */
declare module "npm:@observablehq/plot" {
  export * from "@observablehq/plot";
}
declare module "npm:@duckdb/duckdb-wasm@1.32.0" {
  export * from "@duckdb/duckdb-wasm";
}
declare module "npm:htl" {
  export const html: (strings: TemplateStringsArray, ...values: unknown[]) => HTMLElement;
  export const svg: (strings: TemplateStringsArray, ...values: unknown[]) => SVGElement;
}
