/**
 * The numbered SQL files: `0004_name.sql` for every database, or the pair `0004_name.timescale.sql` and
 * `0004_name.native.sql`. Numbers may leave gaps. A file is never edited once it has landed: its checksum is kept.
 */
import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {OperatingError} from "../../lib/core/operating-error.js";

/** With the TimescaleDB extension, or plain PostgreSQL. */
export type Flavour = "timescale" | "native";

export interface Migration {
  /** File name without `.sql` and flavour, e.g. `0004_journal`: the same on both flavours. */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

const FILE_NAME = /^(\d{4})_([a-z0-9-]+)(?:\.(timescale|native))?\.sql$/;

/**
 * The migrations for a flavour, in order of number.
 * @throws OperatingError MIGRATION_FILES_INVALID for a misnamed file, a number used twice or half a pair.
 */
export async function readMigrations(
  flavour: Flavour,
  folder: string = MIGRATIONS_FOLDER
): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  const chosen = chooseFiles(files, flavour);
  return Promise.all(
    chosen.map(async ({name, file}) => {
      const sql = await readFile(join(folder, file), "utf8");
      return {name, sql, checksum: createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex")};
    })
  );
}

/** Which file stands for each number. */
export function chooseFiles(files: readonly string[], flavour: Flavour): readonly {name: string; file: string}[] {
  const byNumber = new Map<string, {file: string; name: string; variant: string | null}[]>();
  for (const file of files) {
    const match = FILE_NAME.exec(file);
    if (match === null) throw invalid(`"${file}" is not named like 0004_name.sql or 0004_name.timescale.sql`);
    const [, number = "", stem = "", variant = null] = match;
    byNumber.set(number, [...(byNumber.get(number) ?? []), {file, name: `${number}_${stem}`, variant}]);
  }
  return [...byNumber.values()].map((variants) => {
    const names = new Set(variants.map(({name}) => name));
    const kinds = variants
      .map(({variant}) => variant ?? "common")
      .sort()
      .join("+");
    if (names.size > 1 || (kinds !== "common" && kinds !== "native+timescale"))
      throw invalid(
        `${variants.map(({file}) => file).join(", ")}: a number has one common file, or one file a flavour`
      );
    const {name, file} = variants.find(({variant}) => variant === null || variant === flavour) as {
      name: string;
      file: string;
    };
    return {name, file};
  });
}

function invalid(message: string): OperatingError {
  return new OperatingError(`Migration files are not as expected: ${message}.`, {code: "MIGRATION_FILES_INVALID"});
}
