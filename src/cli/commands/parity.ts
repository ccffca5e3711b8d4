/** `papertape parity`: a session against a backtest of the same period, with a cause for each difference. */
import {isoTime} from "../../lib/core/time.js";
import type {FillDifference, FillFigures} from "../../lib/integration/parity.js";
import type {Deviation} from "../../lib/integration/parity-deviations.js";
import type {SessionParity} from "../../live/compare-session.js";
import {EXIT_FAILED} from "../exit-codes.mjs";
import {withJournal} from "../open-journal.js";
import type {CommandContext} from "../run-command.js";
import {sessionNamed} from "../session-argument.js";
import type {Terminal} from "../terminal.js";
import {textTable} from "../text-table.js";

/** Deviations of one cause that are listed; the rest are counted. --json has all. */
const SHOWN_DEVIATIONS = 3;

export async function run({positional, terminal}: CommandContext): Promise<unknown> {
  return withJournal(async ({pool, journal}) => {
    const session = await sessionNamed(journal, String(positional[0]));
    const {compareSession} = await import("../../live/compare-session.js");
    const step = terminal.step(`parity of ${session.id}`);
    const report = await compareSession({pool, journal}, session);
    step.done(`${isoTime(report.from)} to ${isoTime(report.to)}`);
    show(report, terminal);
    if (!report.isExplained) process.exitCode = EXIT_FAILED;
    return report;
  });
}

function show({fills, differences, equity, deviations, isExplained}: SessionParity, {print}: Terminal): void {
  if (differences.length === 0 && equity.changes.length === 0)
    print(`same: ${fills} fills, final equity ${equity.session ?? "–"}`);
  else {
    if (differences.length > 0) print(textTable(differences.map(differenceRow)));
    print(`\nfinal equity: session ${equity.session ?? "–"}, backtest ${equity.backtest ?? "–"}`);
    for (const {cause, change} of equity.changes) print(`  ${change >= 0 ? "+" : ""}${change.toFixed(8)}  ${cause}`);
  }
  for (const line of deviationLines(deviations)) print(line);
  if (!isExplained)
    print("\nSomething is unexplained: `papertape replay` says whether the session follows from its inputs.");
}

function differenceRow({fill, instrument, cause, session, backtest}: FillDifference) {
  const time = (session ?? backtest)?.time;
  return {
    time: time === undefined ? "–" : isoTime(time),
    instrument,
    session: figures(session),
    backtest: figures(backtest),
    cause,
    fill
  };
}

function figures(fill: FillFigures | null): string {
  if (fill === null) return "no fill";
  return `${fill.side} ${fill.amount} at ${fill.price}, fee ${fill.fee}${fill.whileAway ? ", while away" : ""}`;
}

function deviationLines(deviations: readonly Deviation[]): readonly string[] {
  if (deviations.length === 0) return [];
  const causes = [...new Set(deviations.map(({cause}) => cause))];
  const lines = causes.flatMap((cause) => {
    const own = deviations.filter((deviation) => deviation.cause === cause);
    const shown = own.slice(0, SHOWN_DEVIATIONS).map(({what}) => `    ${what}`);
    const rest = own.length - shown.length;
    return [`  ${cause}: ${own.length}`, ...shown, ...(rest > 0 ? [`    and ${rest} more`] : [])];
  });
  return ["\nIn its inputs the session differed from what the database has now:", ...lines];
}
