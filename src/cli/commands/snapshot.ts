/** `papertape snapshot`: freezes what the database holds; lists, verifies, compares and prunes snapshots. */
import {hashValue} from "../../lib/core/hash.js";
import {isoTime} from "../../lib/core/time.js";
import type {FlowKind} from "../../lib/market-data/market-flow.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {listSeries} from "../../loaders/database/instrument-store.js";
import {updateSiteRecord} from "../../loaders/research/site-info.js";
import {createSnapshot} from "../../loaders/snapshot/create-snapshot.js";
import {diffSnapshots} from "../../loaders/snapshot/diff-snapshots.js";
import {reportedSnapshots} from "../../loaders/snapshot/reported-snapshots.js";
import {findSnapshot, listSnapshots, pruneSnapshots} from "../../loaders/snapshot/snapshot-folder.js";
import type {SnapshotManifest} from "../../loaders/snapshot/snapshot-manifest.js";
import {verifySnapshot} from "../../loaders/snapshot/verify-snapshot.js";
import {codeCommit} from "../../loaders/workbench/code-commit.js";
import {openWorkbench} from "../../loaders/workbench/open-workbench.js";
import {chosenWord, countOption, symbolsOption, textOption, timeframesOption, timeOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {textTable} from "../text-table.js";

const ACTIONS = ["create", "list", "verify", "diff", "prune"] as const;

export async function run(context: CommandContext): Promise<unknown> {
  const ids = (context.positional[1] ?? []) as readonly string[];
  switch (chosenWord("the action of snapshot", context.positional[0], ACTIONS)) {
    case "create":
      return create(context);
    case "list":
      return list(context);
    case "verify":
      return verify(context, ids);
    case "diff":
      return diff(context, ids);
    case "prune":
      return prune(context);
  }
}

async function create({options, terminal}: CommandContext): Promise<unknown> {
  const symbols = symbolsOption(options);
  const exchange = textOption(options, "exchange");
  const timeframes = timeframesOption(options);
  const from = timeOption(options, "from");
  const to = timeOption(options, "to");
  const workbench = await openWorkbench();
  try {
    const wanted = (await listSeries(workbench.pool))
      .map(({instrument}) => instrument)
      .filter((id) => exchange === undefined || id.endsWith(`@${exchange}`))
      .filter((id) => symbols === undefined || symbols.some((symbol) => id.startsWith(`${symbol}@`)));
    const isFiltered = symbols !== undefined || exchange !== undefined;
    if (isFiltered && wanted.length === 0)
      throw wrongInput("no series of the database matches --symbol and --exchange; load or import it first");
    const step = terminal.step("snapshot");
    const made = await createSnapshot({
      pool: workbench.pool,
      folder: workbench.paths.snapshots,
      query: {
        ...(isFiltered ? {instruments: [...new Set(wanted)]} : {}),
        ...(timeframes === undefined ? {} : {timeframes}),
        ...(from === undefined ? {} : {from}),
        ...(to === undefined ? {} : {to})
      },
      configurationHash: hashValue(workbench.configuration.collection),
      codeCommit: codeCommit(),
      onProgress: ({rows, expectedRows, instrument}) =>
        step.update(expectedRows === 0 ? null : rows / expectedRows, `${rows} rows, ${instrument}`)
    });
    step.done(
      `${made.manifest.rows} rows of ${made.manifest.series.length} series${flowsOf(made.manifest)}${made.created ? "" : " (there already)"}`
    );
    await updateSiteRecord(workbench.paths.data, {snapshot: made.id, isSimulated: made.manifest.isSimulated});
    terminal.print(made.id);
    return {id: made.id, folder: made.folder, created: made.created, manifest: made.manifest};
  } finally {
    await workbench.close();
  }
}

/** `, 120 trades`, for each kind that there is. */
function flowsOf({flows = []}: SnapshotManifest): string {
  const rows = new Map<string, number>();
  for (const {kind, rows: count} of flows) rows.set(kind, (rows.get(kind) ?? 0) + count);
  return [...rows].map(([kind, count]) => `, ${count} ${FLOW_WORDS[kind as FlowKind]}`).join("");
}

const FLOW_WORDS: Readonly<Record<FlowKind, string>> = {
  trades: "trades",
  funding: "settlements of funding",
  books: "books",
  bookChanges: "changes to books",
  quotes: "best quotes",
  figures: "figures of positions"
};

async function list({terminal}: CommandContext): Promise<unknown> {
  const found = await listSnapshots(projectPaths().snapshots);
  const rows = found.map(({id, manifest, reason}) => ({
    id: id.slice(0, 12),
    rows: manifest?.rows ?? null,
    series: manifest?.series.length ?? null,
    data: manifest === null ? reason : manifest.isSimulated ? "simulated" : "real",
    made: manifest === null ? null : isoTime(manifest.createdAt)
  }));
  terminal.print(textTable(rows));
  return found;
}

async function verify({terminal}: CommandContext, ids: readonly string[]): Promise<unknown> {
  const folder = projectPaths().snapshots;
  const chosen =
    ids.length > 0
      ? await Promise.all(ids.map((id) => findSnapshot(folder, id, {isBrokenToo: true})))
      : await listSnapshots(folder);
  const results = [];
  for (const snapshot of chosen) {
    const step = terminal.step(`verify ${snapshot.id.slice(0, 12)}`);
    const result = await verifySnapshot(snapshot.folder, ({series, of}) =>
      step.update(series / of, `${series} of ${of} series`)
    );
    step.done(result.faults.length === 0 ? "whole" : `${result.faults.length} faults`);
    for (const fault of result.faults) terminal.print(`${snapshot.id.slice(0, 12)} ${fault.where}: ${fault.message}`);
    if (result.faults.length > 0) process.exitCode = 1;
    results.push(result);
  }
  return results;
}

async function diff({terminal}: CommandContext, ids: readonly string[]): Promise<unknown> {
  const [first, second] = ids;
  if (first === undefined || second === undefined || ids.length > 2)
    throw wrongInput("snapshot diff compares two snapshots: papertape snapshot diff 3f9a 77b0");
  const folder = projectPaths().snapshots;
  const result = await diffSnapshots(
    (await findSnapshot(folder, first)).folder,
    (await findSnapshot(folder, second)).folder
  );
  terminal.print(
    result.isSame
      ? "the same content"
      : textTable(result.series.map((series) => ({...series, firstDifference: isoTime(series.firstDifference)})))
  );
  if (result.flows.length > 0) terminal.print(textTable(result.flows));
  for (const name of result.seriesOnlyInFirst) terminal.print(`only in the first: ${name}`);
  for (const name of result.seriesOnlyInSecond) terminal.print(`only in the second: ${name}`);
  return result;
}

async function prune({options, terminal}: CommandContext): Promise<unknown> {
  const {snapshots, runs} = projectPaths();
  const keep = countOption(options, "keep", 1) ?? 5;
  const gone = await pruneSnapshots(snapshots, {keep, protectedIds: await reportedSnapshots(runs)});
  for (const {id} of gone) terminal.print(`removed ${id}`);
  if (gone.length === 0) terminal.print("nothing to remove");
  return gone.map(({id}) => id);
}
