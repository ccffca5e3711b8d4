/** The daemon's logic in a simulated world: started, killed and started again until its tape has come to the end. */
import {OperatingError} from "../../src/lib/core/operating-error.js";
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {ConfigurationEvent} from "../../src/lib/events/configuration-event.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import {createStrategyPipeline} from "../../src/lib/integration/create-strategy-pipeline.js";
import type {PipelineState} from "../../src/lib/integration/pipeline.js";
import type {Journal} from "../../src/lib/integration/ports/journal.js";
import {PaperSession, type PaperSessionOptions} from "../../src/live/integration/paper-session.js";
import {eventStream, inputStream, runSession} from "../../src/live/integration/session-runner.js";
import {SimulatedBus} from "./simulated-bus.js";
import {collect, type SimulatedExchange, simulatedExchange} from "./simulated-collector.js";
import {SimulatedJournal} from "./simulated-journal.js";
import type {Life} from "./simulated-scheduler.js";
import type {SimulatedTape} from "./simulated-strategy.js";
import type {SimulatedWorld} from "./simulated-world.js";

export interface SimulatedDaemonOptions {
  readonly world: SimulatedWorld;
  readonly tape: SimulatedTape;
  /** The pipeline as it is after the tape's warm-up. */
  readonly warm: PipelineState;
  /** Other parts in place of the real ones, to see that the simulation notices. */
  readonly planted?: PlantedBugs;
}

export interface PlantedBugs {
  readonly session?: (options: PaperSessionOptions) => PaperSession;
  readonly journal?: (journal: Journal) => Journal;
}

export const SESSION_ID = "simulated";
const RESTART_MS = HOUR_MS / 4;

export class SimulatedDaemon {
  readonly journal: SimulatedJournal;
  readonly bus: SimulatedBus;
  readonly #options: SimulatedDaemonOptions;
  readonly #exchange: SimulatedExchange;
  #life: Life = {isAlive: false};
  #session: PaperSession | null = null;
  #hasCollectedAll = false;
  starts = 0;
  /** What no restart mends: the run has failed. */
  failure: Error | null = null;

  constructor(options: SimulatedDaemonOptions) {
    this.#options = options;
    this.journal = new SimulatedJournal(options.world);
    this.bus = new SimulatedBus(options.world);
    this.#exchange = simulatedExchange(options.world, options.tape);
  }

  /** True when every input has been taken and every event told. */
  get isDone(): boolean {
    return (
      this.#hasCollectedAll &&
      this.bus.isDrained(inputStream(SESSION_ID)) &&
      this.#session?.sequence === this.journal.texts.length &&
      this.bus.texts(eventStream(SESSION_ID)).length >= this.journal.texts.length
    );
  }

  start(): void {
    const life: Life = {isAlive: true};
    this.#life = life;
    this.#session = null;
    this.starts++;
    this.#live(life).catch((error) => this.#end(life, error));
  }

  /** Nothing of the process goes on; what it had asked of servers may. */
  crash(): void {
    this.#restartAfter(this.#life);
  }

  /** An operator's command, said again until the bus has it. */
  async command(command: ConfigurationEvent): Promise<void> {
    const operator: Life = {isAlive: true};
    for (;;)
      try {
        await this.bus.connect(operator).publish(inputStream(SESSION_ID), [command]);
        return;
      } catch {
        await this.#options.world.pause(RESTART_MS, operator);
      }
  }

  async #live(life: Life): Promise<void> {
    const bus = this.bus.connect(life);
    const session = this.#createSession(life);
    await session.open();
    this.#session = session;
    await runSession({session, bus, onFailure: (error) => this.#end(life, error)});
    await this.#collectAlways(life, session);
  }

  #createSession(life: Life): PaperSession {
    const {world, tape, warm, planted = {}} = this.#options;
    const pipeline = createStrategyPipeline(tape.plan);
    const journal = this.journal.connect(life);
    const bus = this.bus.connect(life);
    const options: PaperSessionOptions = {
      description: {
        id: SESSION_ID,
        kind: "live",
        strategy: tape.plan.strategy.name,
        configuration: tape.plan.strategy,
        codeCommit: "simulated",
        startedAt: tape.firstOpenTime
      },
      pipeline,
      journal: planted.journal?.(journal) ?? journal,
      begin: () => {
        pipeline.restore(warm);
        return Promise.resolve([loaded(tape)]);
      },
      publish: async (events) => {
        await bus.publish(eventStream(SESSION_ID), events);
      },
      inputsBetweenStates: world.faults.inputsBetweenStates
    };
    return planted.session?.(options) ?? new PaperSession(options);
  }

  /** The supervisor begins collection anew, after what the session has taken, whenever it fails. */
  async #collectAlways(life: Life, session: PaperSession): Promise<void> {
    const {world, tape} = this.#options;
    for (;;)
      try {
        await this.#untilTaken(life);
        await collect({
          world,
          life,
          tape,
          exchange: this.#exchange,
          bus: this.bus.connect(life),
          stream: inputStream(SESSION_ID),
          after: session.completedThrough,
          previousOpenTimes: newestOpenTimes(this.journal.texts),
          isOver: () => world.isCalm
        });
        this.#hasCollectedAll = true;
        return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        await world.pause(RESTART_MS, life);
      }
  }

  /** What was collected before must be on the tape before more is: its candles are told about only once. */
  async #untilTaken(life: Life): Promise<void> {
    do await this.#options.world.pause(RESTART_MS, life);
    while (!this.bus.isDrained(inputStream(SESSION_ID)));
  }

  #end(life: Life, error: unknown): void {
    if (!life.isAlive) return;
    if (isPassing(error) || isFenced(error)) this.#restartAfter(life);
    else {
      life.isAlive = false;
      this.failure = error as Error;
    }
  }

  #restartAfter(life: Life): void {
    life.isAlive = false;
    const launcher: Life = {isAlive: true};
    this.#options.world.pause(RESTART_MS, launcher).then(() => {
      if (!this.#life.isAlive) this.start();
    });
  }
}

function loaded({plan, firstOpenTime}: SimulatedTape): ConfigurationEvent {
  const id = `configuration-loaded:${SESSION_ID}`;
  return {
    id,
    type: "ConfigurationEvent",
    fact: "ConfigurationLoaded",
    version: 1,
    occurredAt: firstOpenTime,
    recordedAt: firstOpenTime,
    correlationId: id,
    causationId: null,
    source: "control",
    payload: {configurationHash: plan.hash, strategy: plan.strategy.name, environment: "simulation", configuration: {}}
  };
}

/** Of each instrument's newest candle on the tape. */
export function newestOpenTimes(texts: readonly string[]): Record<string, number> {
  const newest: Record<string, number> = {};
  for (const text of texts) {
    if (!text.includes('"fact":"CandleClosed"')) continue;
    const event = JSON.parse(text) as PapertapeEvent;
    if (event.fact === "CandleClosed") newest[event.payload.instrument] = event.payload.openTime;
  }
  return newest;
}

export function isPassing(error: unknown): boolean {
  return (error instanceof OperatingError && error.retryable) || (error as {code?: unknown}).code === "53100";
}

/** Somebody else wrote the session: here only an earlier life, whose last request arrived late. */
export function isFenced(error: unknown): boolean {
  return error instanceof OperatingError && error.code === "JOURNAL_FENCED";
}
