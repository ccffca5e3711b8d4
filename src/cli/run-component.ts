/** Runs one component of a session until it is told to stop: `papertape live --only <component>`. */
import {existsSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import type {JournalSession} from "../lib/integration/ports/journal.js";
import {planStrategy, type StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {Instrument} from "../lib/vocabulary/instrument.js";
import type {ComponentOptions} from "../live/component-room.js";
import {type ComponentName, componentNamed, shardOf} from "../live/components.js";
import type {RunningComponent} from "../live/start-component.js";
import type {ChosenTape} from "../live/tape-choice.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import {codeCommit} from "../loaders/workbench/code-commit.js";
import {type ConnectedExchange, connectExchange} from "../loaders/workbench/connect-exchange.js";
import {openWorkbench, type Workbench} from "../loaders/workbench/open-workbench.js";
import {cutWarmUp, databaseSeries} from "../loaders/workbench/tape-source.js";
import {textOption} from "./option-values.js";
import type {CommandContext, CommandOptions} from "./run-command.js";
import {collectedInstruments, daemonOverrides} from "./run-daemon.js";
import {chosenTape, feedTape} from "./run-tape.js";
import {strategyOf} from "./strategy-option.js";
import type {Terminal} from "./terminal.js";

/** Components that ask the exchange something; the others run where only the servers can be reached. */
const AT_THE_EXCHANGE: ReadonlySet<ComponentName> = new Set(["collection", "virtual-trading", "control"]);

export async function runComponent({options, terminal}: CommandContext): Promise<unknown> {
  const component = componentNamed(textOption(options, "only") ?? "");
  const shard = shardOf(textOption(options, "shard"));
  const told = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => told.abort());
  const workbench = await openWorkbench({overrides: daemonOverrides(options)});
  try {
    const tape = textOption(options, "tape") === undefined ? null : await chosenTape(workbench, options);
    const needsExchange = AT_THE_EXCHANGE.has(component) && (tape === null || component === "control");
    const exchange = needsExchange ? await connectExchange(workbench.configuration, workbench.pool) : null;
    try {
      const setting: Setting = {component, workbench, exchange, tape, options, signal: told.signal};
      const place = await placeOf(setting);
      if (place === null) return {component, stopped: true};
      if (component === "collection" && tape !== null)
        return await feedTape({workbench, tape, options, session: place.session, signal: told.signal});
      return await serve({...setting, shard, terminal, place});
    } finally {
      await exchange?.close();
    }
  } finally {
    await workbench.close();
  }
}

interface Setting {
  readonly component: ComponentName;
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange | null;
  readonly tape: ChosenTape | null;
  readonly options: CommandOptions;
  readonly signal: AbortSignal;
}

interface Place {
  readonly session: string;
  readonly plan: StrategyPlan;
  readonly opening: ComponentOptions["opening"];
}

/** The session: virtual trading makes it, the others wait for it and take over what it was begun with. */
async function placeOf(setting: Setting): Promise<Place | null> {
  const {component, workbench, tape, options, signal} = setting;
  const {awaitSession} = await import("../live/open-stage.js");
  const journal = createPostgresJournal(workbench.pool);
  if (component === "virtual-trading") return tradingPlace(setting);
  const strategy = strategyOf(options, textOption(options, "strategy") ?? workbench.configuration.strategy);
  const id = textOption(options, "session") ?? null;
  const found = await awaitSession(
    journal,
    {id, strategy: strategy.name, kind: tape === null ? "live" : "tape"},
    signal
  );
  if (found === null) return null;
  return {session: found.id, plan: planOfSession(found), opening: openingOf(found)};
}

async function tradingPlace({workbench, exchange, tape, options}: Setting): Promise<Place> {
  const {describeSession} = await import("../live/open-session.js");
  const journal = createPostgresJournal(workbench.pool);
  const id = textOption(options, "session") ?? null;
  const begun = tape === null ? await livePlace(workbench, exchange, options) : tapePlace(tape);
  const {id: session} = await describeSession({
    ...begun.opening,
    plan: begun.plan,
    id,
    journal,
    codeCommit: codeCommit()
  });
  return {...begun, session};
}

async function livePlace(workbench: Workbench, exchange: ConnectedExchange | null, options: CommandOptions) {
  const instruments = exchange === null ? [] : await collectedInstruments(workbench, exchange);
  const strategy = strategyOf(options, textOption(options, "strategy") ?? workbench.configuration.strategy);
  const plan = planStrategy(strategy, instruments);
  const opening: ComponentOptions["opening"] = {
    kind: "live",
    scope: {exchange: workbench.configuration.collection.exchange},
    warmUp: async () => cutWarmUp(await databaseSeries(workbench.pool, instruments, strategy.timeframe), strategy),
    startedAt: Math.floor(exchange?.now() ?? 0)
  };
  return {plan, opening};
}

function tapePlace({plan, scope, warmUp, from}: ChosenTape) {
  const opening: ComponentOptions["opening"] = {
    kind: "tape",
    scope,
    warmUp: () => Promise.resolve(warmUp),
    startedAt: from
  };
  return {plan, opening};
}

function planOfSession({configuration}: JournalSession): StrategyPlan {
  const {strategy, instruments} = configuration as {
    readonly strategy: StrategyConfiguration;
    readonly instruments: readonly Instrument[];
  };
  return planStrategy(strategy, instruments);
}

/** Of a session that is there; it is not begun again. */
function openingOf({kind, startedAt}: JournalSession): ComponentOptions["opening"] {
  return {kind, scope: {}, warmUp: () => Promise.resolve([]), startedAt};
}

interface Serving extends Setting {
  readonly shard: ComponentOptions["shard"];
  readonly terminal: Terminal;
  readonly place: Place;
}

async function serve({component, shard, workbench, exchange, terminal, place, options, signal}: Serving) {
  const {startComponent} = await import("../live/start-component.js");
  const named = shard.of === 1 ? component : `${component} ${shard.number}/${shard.of}`;
  const site = existsSync(join(workbench.paths.site, "index.html")) ? workbench.paths.site : null;
  const running: RunningComponent | null = await startComponent(
    {component, shard, workbench, exchange, ...place, codeCommit: codeCommit(), siteFolder: site},
    {signal, onStandBy: () => terminal.print(`${named} runs in another process; this one stands by`)}
  );
  if (running === null) return {component, stopped: true};
  terminal.print(
    `${named} of session ${place.session} runs${running.address === null ? "" : ` at ${running.address}`}`
  );
  terminal.print(`its log is ${running.logFile}`);
  if (options.once !== true) await untilAborted(signal);
  await running.stop();
  return {component, shard, session: place.session, address: running.address};
}

const FOR_EVER_MS = 2 ** 31 - 1;

async function untilAborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await wait(FOR_EVER_MS, undefined, {signal}).catch(() => {});
}
