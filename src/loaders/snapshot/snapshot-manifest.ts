/**
 * What a snapshot says of itself. Its id is a hash of its content: the query, the instruments, the gaps, the candles and
 * the trades, funding and books, and of nothing that depends on when or where it was made. The seal is a hash of all the rest of the manifest.
 */
import {readFile, writeFile} from "node:fs/promises";
import {basename, join} from "node:path";
import Type, {type Static} from "typebox";
import {Compile} from "typebox/compile";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {hashValue} from "../../lib/core/hash.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {oneOf} from "../../lib/events/envelope.js";
import {FLOW_KINDS} from "../../lib/market-data/market-flow.js";

const Hash = Type.String({pattern: "^[0-9a-f]{64}$"});
const Time = Type.Number();
const NullableTime = Type.Union([Type.Number(), Type.Null()]);
const Names = Type.Union([Type.Array(Type.String()), Type.Null()]);

const QuerySchema = Type.Object({
  /** Null: all. Sorted. */
  instruments: Names,
  timeframes: Names,
  /** Open times in [from, to); null: without a bound. */
  from: NullableTime,
  to: NullableTime,
  /** The versions known at this time; null: the newest. */
  knownAt: NullableTime
});

const LocatorSchema = Type.Tuple([Type.Number(), Type.Number(), Type.Number()]);

const SeriesSchema = Type.Object({
  instrument: Type.String(),
  timeframe: Type.String(),
  isSimulated: Type.Boolean(),
  rows: Type.Number(),
  /** Open times; null for a series without candles. */
  firstOpenTime: NullableTime,
  lastOpenTime: NullableTime,
  gaps: Type.Number(),
  missingCandles: Type.Number(),
  zeroVolumeCandles: Type.Number(),
  quarantinedRows: Type.Number(),
  contentHash: Hash,
  locator: LocatorSchema
});

const FlowSchema = Type.Object({
  instrument: Type.String(),
  kind: oneOf(FLOW_KINDS),
  rows: Type.Number(),
  /** Times of the first and the last row. */
  first: Time,
  last: Time,
  contentHash: Hash,
  /** Names one changed row; snapshots of before it have none. */
  locator: Type.Optional(LocatorSchema)
});

export const SnapshotManifestSchema = Type.Object({
  format: Type.Literal(1),
  id: Hash,
  query: QuerySchema,
  rows: Type.Number(),
  isSimulated: Type.Boolean(),
  series: Type.Array(SeriesSchema),
  /** Trades, funding and books; left out where there are none. */
  flows: Type.Optional(Type.Array(FlowSchema)),
  /** Of the tables instruments and gaps. */
  instrumentsHash: Hash,
  gapsHash: Hash,
  files: Type.Array(Type.Object({name: Type.String(), bytes: Type.Number(), sha256: Hash})),
  configurationHash: Type.String(),
  codeCommit: Type.String(),
  tools: Type.Record(Type.String(), Type.String()),
  createdAt: Time,
  seal: Hash
});

export type SnapshotManifest = Static<typeof SnapshotManifestSchema>;
export type SnapshotQuery = Static<typeof QuerySchema>;
export type SnapshotSeries = Static<typeof SeriesSchema>;
export type SnapshotFlow = Static<typeof FlowSchema>;

export const MANIFEST_FILE = "manifest.json";
export const MARKET_FILE = "market.duckdb";

const validator = Compile(SnapshotManifestSchema);

type Content = Pick<SnapshotManifest, "query" | "series" | "flows" | "instrumentsHash" | "gapsHash">;

/** The id of a content. How many rows were refused is evidence about the loading, not content: it does not count. */
export function snapshotId({query, series, flows, instrumentsHash, gapsHash}: Content): string {
  const content = series.map(({quarantinedRows: _, ...rest}) => rest);
  // One of candles alone has the id that it had before there was anything else.
  // The locators of flows follow from their rows, as their hashes do, and came later.
  const more = flows === undefined ? {} : {flows: flows.map(({locator: _, ...rest}) => rest)};
  return hashValue({format: 1, query, series: content, ...more, instrumentsHash, gapsHash});
}

export function sealOf({seal: _, ...rest}: SnapshotManifest): string {
  return hashValue(rest);
}

export async function writeManifest(
  folder: string,
  manifest: Omit<SnapshotManifest, "seal">
): Promise<SnapshotManifest> {
  const sealed = {...manifest, seal: hashValue(manifest)};
  await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(JSON.parse(canonicalJson(sealed)), null, 2)}\n`);
  return sealed;
}

/**
 * @param folder of the snapshot itself.
 * @throws OperatingError SNAPSHOT_NOT_FOUND, SNAPSHOT_MANIFEST_INVALID. Hashes are not checked here.
 */
export async function readSnapshotManifest(folder: string): Promise<SnapshotManifest> {
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST_FILE), "utf8");
  } catch (cause) {
    throw new OperatingError(`There is no snapshot at ${folder}: it has no ${MANIFEST_FILE}.`, {
      code: "SNAPSHOT_NOT_FOUND",
      details: {folder},
      cause
    });
  }
  const value = parseJson(text);
  if (validator.Check(value)) return value;
  const [error] = validator.Errors(value);
  throw new OperatingError(
    `The manifest of snapshot ${basename(folder)} is not as expected: ${error?.instancePath || "/"} ${error?.message}.`,
    {code: "SNAPSHOT_MANIFEST_INVALID", details: {folder}}
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
