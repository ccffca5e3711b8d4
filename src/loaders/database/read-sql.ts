/** Statements of more than one line live in `sql/<name>.sql`, where an editor colours and a person reads them. */
import {readFileSync} from "node:fs";

const statements = new Map<string, string>();

/** @param name of the file without its ending. Read once a process. */
export function readSql(name: string): string {
  let statement = statements.get(name);
  if (statement === undefined) {
    statement = readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), "utf8");
    statements.set(name, statement);
  }
  return statement;
}
