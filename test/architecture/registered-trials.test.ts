/** Nothing runs a strategy over history but through the trial registry: every way to do it is listed here. */
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {sourceFiles} from "./source-files.js";

const sources = sourceFiles(/^(src|notebooks\/(components|data))\//);

/** Files that import values of a module, types left aside. */
function importersOf(module: string): readonly string[] {
  const wanted = module.replace(/\.ts$/, ".js");
  return sources
    .filter(({path, text}) =>
      [...text.matchAll(/^import (?!type )[^;]*? from "([^"]+)";|import\("([^"]+)"\)|new URL\("([^"]+)"/gm)].some(
        ([, from, loaded, address]) => join(dirname(path), from ?? loaded ?? address ?? "") === wanted
      )
    )
    .map(({path}) => path)
    .sort();
}

describe("a strategy is run over history", () => {
  it("by the backtest, which asks for a ticket, by a trial, and by parity, which repeats a session", () => {
    expect(importersOf("src/lib/integration/backtest.ts")).toEqual([
      "src/lib/integration/parity.ts",
      "src/lib/integration/sweep/run-trial.ts",
      "src/loaders/research/run-backtest.ts"
    ]);
    const backtest = sources.find(({path}) => path === "src/loaders/research/run-backtest.ts");
    expect(backtest?.text).toContain("assertRegistered(request.ticket)");
  });

  it("over columns by a trial only", () => {
    expect(importersOf("src/lib/integration/columnar/run-columnar.ts")).toEqual([
      "src/lib/integration/sweep/run-trial.ts"
    ]);
  });

  it("as a pipeline of its own by sessions, replay and the audit, which try nothing new", () => {
    expect(importersOf("src/lib/integration/create-strategy-pipeline.ts")).toEqual([
      "src/cli/commands/audit.ts",
      "src/lib/integration/parity.ts",
      "src/lib/integration/sweep/run-trial.ts",
      "src/live/open-session.ts",
      "src/live/open-stage.ts",
      "src/live/replay-session.ts",
      "src/loaders/research/run-backtest.ts"
    ]);
  });
});

describe("a trial is run", () => {
  it("by threads, which a sweep or a worker starts, whose answers only a sweep reads", () => {
    expect(importersOf("src/lib/integration/sweep/run-trial.ts")).toEqual(["src/loaders/sweep/trial-thread.ts"]);
    expect(importersOf("src/loaders/sweep/trial-threads.ts")).toEqual([
      "src/loaders/sweep/trial-executor.ts",
      "src/loaders/sweep/trial-worker.ts"
    ]);
    expect(importersOf("src/loaders/sweep/trial-executor.ts")).toEqual(["src/cli/commands/sweep.ts"]);
    expect(importersOf("src/loaders/sweep/queue-executor.ts")).toEqual(["src/cli/commands/sweep.ts"]);
  });

  it("by a sweep that registers it first and writes its outcome through the registry", () => {
    const sweep = sources.find(({path}) => path === "src/loaders/sweep/run-sweep.ts")?.text ?? "";
    const order = ["registry.register(", "executor.run(", "writer.settled()", "reportOf(request,"];
    const places = order.map((call) => sweep.indexOf(call));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it("with a ticket that only the registry makes", () => {
    const makers = sources.filter(({text}) => /new Ticket\(/.test(text)).map(({path}) => path);
    expect(makers).toEqual(["src/loaders/run/trial-registry.ts"]);
  });
});
