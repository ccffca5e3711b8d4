/**
 * SQL in the page: DuckDB in a worker over read-only `.duckdb` files of this origin. One WebAssembly file is shipped
 * (the build with exception handling), and nothing is fetched from elsewhere: an extension that is not built in is a
 * clear error. Times are UTC; there is no ICU, JSON or Parquet.
 */
import {
  type AsyncDuckDB,
  type AsyncDuckDBConnection,
  AsyncDuckDB as Database,
  DuckDBDataProtocol,
  VoidLogger
} from "npm:@duckdb/duckdb-wasm@1.32.0";
import {FileAttachment} from "observablehq:stdlib";

export type Row = Readonly<Record<string, unknown>>;

/** A file to attach under a name; `size` in bytes decides how it is read. */
export interface DuckFile {
  readonly href: string;
  readonly size?: number;
}

/** Below this a file is downloaded once and kept by the browser; above it queries read the blocks they need. */
const WHOLE_FILE_BYTES = 150e6;

export class Duck {
  readonly #database: AsyncDuckDB;
  readonly #connection: AsyncDuckDBConnection;

  private constructor(database: AsyncDuckDB, connection: AsyncDuckDBConnection) {
    this.#database = database;
    this.#connection = connection;
  }

  /** Attaches each file under its key; the first is the default schema, so that its tables need no prefix. */
  static async open(files: Readonly<Record<string, DuckFile>>): Promise<Duck> {
    const database = new Database(new VoidLogger(), new Worker(FileAttachment("../data/duckdb-worker.js").href));
    await database.instantiate(FileAttachment("../data/duckdb-eh.wasm").href);
    const isLarge = Object.values(files).some(({size = 0}) => size > WHOLE_FILE_BYTES);
    await database.open({
      query: {castBigIntToDouble: true, castDecimalToDouble: true},
      filesystem: {forceFullHTTPReads: !isLarge, allowFullHTTPReads: true, reliableHeadRequests: true}
    });
    const connection = await database.connect();
    await connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
    for (const [name, {href}] of Object.entries(files)) {
      const url = new URL(href, document.baseURI).href;
      await database.registerFileURL(`${name}.duckdb`, url, DuckDBDataProtocol.HTTP, isLarge);
      await connection.query(`ATTACH '${name}.duckdb' AS "${name}" (READ_ONLY)`);
    }
    await connection.query(`USE "${Object.keys(files)[0]}"`);
    return new Duck(database, connection);
  }

  /** Rows as plain objects, DATE and TIMESTAMP columns as Date. `?` in the text takes the parameters in order. */
  async rows<T extends Row = Row>(text: string, ...parameters: unknown[]): Promise<T[]> {
    const statement = parameters.length > 0 ? await this.#connection.prepare(text) : null;
    try {
      const answer = await (statement === null ? this.#connection.query(text) : statement.query(...parameters));
      const times = answer.schema.fields
        .filter(({type}) => /^(Date|Timestamp)/.test(String(type)))
        .map(({name}) => name);
      return answer.toArray().map((row) => withDates(row.toJSON(), times) as T);
    } finally {
      await statement?.close();
    }
  }

  /** A page that declares `const {sql} = duck;` runs its fenced SQL through this. */
  readonly sql = (strings: TemplateStringsArray, ...parameters: unknown[]): Promise<Row[]> =>
    this.rows(strings.join("?"), ...parameters);

  async close(): Promise<void> {
    await this.#connection.close();
    await this.#database.terminate();
  }
}

/** Arrow hands over epoch milliseconds. */
function withDates(row: Record<string, unknown>, times: readonly string[]): Row {
  for (const name of times) {
    const time = row[name];
    if (time !== null && time !== undefined) row[name] = new Date(Number(time));
  }
  return row;
}
