/** Which file stands for each migration number on a flavour. */
import {describe, expect, it} from "vitest";
import {chooseFiles, readMigrations} from "../../../src/loaders/database/migration-files.js";

describe("choosing migration files", () => {
  const files = ["0001_a.native.sql", "0001_a.timescale.sql", "0004_b.sql", "0010_c-d.sql"];

  it("takes the flavour's variant, else the common file, in order of number", () => {
    expect(chooseFiles(files, "native").map(({file}) => file)).toEqual([
      "0001_a.native.sql",
      "0004_b.sql",
      "0010_c-d.sql"
    ]);
    expect(chooseFiles(files, "timescale").map(({file}) => file)[0]).toBe("0001_a.timescale.sql");
  });

  it("names a migration alike on both flavours", () => {
    expect(chooseFiles(files, "native").map(({name}) => name)).toEqual(
      chooseFiles(files, "timescale").map(({name}) => name)
    );
  });

  it.each([
    [["0001_a.native.sql"]],
    [["0001_a.sql", "0001_b.sql"]],
    [["0001_a.sql", "0001_a.native.sql"]],
    [["1_a.sql"]],
    [["0001_A.sql"]]
  ])("refuses %j", (wrong) => {
    expect(() => chooseFiles(wrong, "native")).toThrow(expect.objectContaining({code: "MIGRATION_FILES_INVALID"}));
  });

  it("reads the program's own migrations, the same names on both flavours", async () => {
    const [native, timescale] = await Promise.all([readMigrations("native"), readMigrations("timescale")]);
    expect(native.map(({name}) => name)).toEqual(timescale.map(({name}) => name));
    expect(native.length).toBeGreaterThan(0);
  });
});
