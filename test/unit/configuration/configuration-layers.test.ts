/** Layers merge key by key, later wins, and every key remembers its layer. */
import {describe, expect, it} from "vitest";
import {mergeLayers, valueAt, withValueAt} from "../../../src/lib/configuration/configuration-layers.js";

describe("layers of configuration", () => {
  const base = {name: "base", values: {http: {host: "127.0.0.1", port: 1}, symbols: ["A", "B"]}};

  it("let a later layer win key by key and remember who set what", () => {
    const {values, origins} = mergeLayers([base, {name: "user", values: {http: {port: 2}}}]);
    expect(values).toEqual({http: {host: "127.0.0.1", port: 2}, symbols: ["A", "B"]});
    expect(Object.fromEntries(origins)).toEqual({"http.host": "base", "http.port": "user", symbols: "base"});
  });

  it("replace a list whole instead of merging its items", () => {
    expect(mergeLayers([base, {name: "user", values: {symbols: ["C"]}}]).values.symbols).toEqual(["C"]);
  });

  it("leave the given layers as they were", () => {
    mergeLayers([base, {name: "user", values: {http: {port: 2}}}]);
    expect(base.values.http.port).toBe(1);
  });

  it("read and set one dotted key without changing what was given", () => {
    const changed = withValueAt(base.values, "http.port", 9);
    expect(valueAt(changed, "http.port")).toBe(9);
    expect(valueAt(base.values, "http.port")).toBe(1);
    expect(valueAt(base.values, "http.nothing.below")).toBeUndefined();
  });
});
