/** Statements of more than one line live in `sql/<name>.sql`, where an editor colours and a person reads them. */
import {readFileSync} from "node:fs";

const statements = new Map<string, string>();

/** @param name of a file in this folder's `sql`, without its ending. */
export function readSql(name: string): string {
  return readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));
}

/** Read once a process. */
export function readSqlFile(file: URL): string {
  let statement = statements.get(file.href);
  if (statement === undefined) {
    statement = readFileSync(file, "utf8");
    statements.set(file.href, statement);
  }
  return statement;
}
