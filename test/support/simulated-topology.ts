/**
 * The daemon's components in processes of their own, in a simulated world: each is started, killed and started again by
 * itself, until the tape has come to its end.
 */
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {ConfigurationEvent} from "../../src/lib/events/configuration-event.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {EventBus} from "../../src/lib/integration/ports/event-bus.js";
import type {StageParcel} from "../../src/lib/integration/stage-parcel.js";
import {type Shard, WHOLE} from "../../src/lib/integration/stage-shards.js";
import {eventStream, inputStream} from "../../src/live/integration/session-runner.js";
import type {HostedStage, RunningStage} from "../../src/live/integration/stage-runner.js";
import type {StageBuses} from "../../src/live/integration/stretch-feed.js";
import {openStage, openTrading} from "../../src/live/open-stage.js";
import {SimulatedBus} from "./simulated-bus.js";
import {collect, type SimulatedExchange, simulatedExchange} from "./simulated-collector.js";
import {isFenced, isPassing, newestOpenTimes, SESSION_ID} from "./simulated-daemon.js";
import {SimulatedJournal} from "./simulated-journal.js";
import type {Life} from "./simulated-scheduler.js";
import type {SimulatedTape} from "./simulated-strategy.js";
import type {SimulatedWorld} from "./simulated-world.js";

/** A wrong bus in place of the one that stages hand their parcels on by, to see that the simulation notices. */
export type PlantedParcels = (bus: EventBus<StageParcel>) => EventBus<StageParcel>;

export interface SimulatedTopologyOptions {
  readonly world: SimulatedWorld;
  readonly tape: SimulatedTape;
  readonly plantedParcels?: PlantedParcels;
}

type Part = readonly [stage: HostedStage | "virtual-trading" | "collection", shard: Shard];

const PARTS: readonly Part[] = [
  ["virtual-trading", WHOLE],
  ["factors", {number: 1, of: 2}],
  ["factors", {number: 2, of: 2}],
  ["agents", WHOLE],
  ["decision", WHOLE],
  ["collection", WHOLE]
];
const RESTART_MS = HOUR_MS / 4;

export class SimulatedTopology {
  readonly journal: SimulatedJournal;
  readonly bus: SimulatedBus;
  readonly #options: SimulatedTopologyOptions;
  readonly #exchange: SimulatedExchange;
  readonly #lives: Life[] = PARTS.map(() => ({isAlive: false}));
  #hasCollectedAll = false;
  starts = 0;
  failure: Error | null = null;

  constructor(options: SimulatedTopologyOptions) {
    this.#options = options;
    this.journal = new SimulatedJournal(options.world);
    this.bus = new SimulatedBus(options.world);
    this.#exchange = simulatedExchange(options.world, options.tape);
  }

  /** True when every input is on the tape that belongs there, and every event told. */
  get isDone(): boolean {
    const {texts} = this.journal;
    return this.#hasCollectedAll && this.#isOnTape() && this.bus.texts(eventStream(SESSION_ID)).length >= texts.length;
  }

  start(): void {
    for (let index = 0; index < PARTS.length; index++) this.#startPart(index);
  }

  /** One process ends; nothing of it goes on, but what it had asked of servers may. */
  crash(): void {
    const index = this.#options.world.below(PARTS.length);
    this.#restartAfter(index, this.#lives[index] ?? {isAlive: false});
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

  #startPart(index: number): void {
    const life: Life = {isAlive: true};
    this.#lives[index] = life;
    this.starts++;
    const part = PARTS[index] as Part;
    const living = part[0] === "collection" ? this.#collectAlways(life) : this.#host(life, part);
    living.catch((error) => this.#end(index, life, error));
  }

  async #host(life: Life, [stage, shard]: Part): Promise<void> {
    const {world, tape} = this.#options;
    const journal = this.journal.connect(life);
    const common = {
      plan: tape.plan,
      journal,
      buses: this.#busesOf(life),
      inputsBetweenStates: world.faults.inputsBetweenStates,
      pause: (ms: number) => world.pause(ms, life)
    };
    let running: RunningStage;
    if (stage === "virtual-trading") {
      const opening = {kind: "live", scope: {}, startedAt: tape.firstOpenTime} as const;
      const warmUp = () => Promise.resolve(tape.warmUp);
      const described = {...opening, warmUp, codeCommit: "simulated", environment: "simulation"};
      running = (await openTrading({...common, ...described, id: SESSION_ID})).running;
    } else {
      while (this.journal.texts.length === 0) await world.pause(RESTART_MS, life);
      running = await openStage({...common, session: SESSION_ID, stage: stage as HostedStage, shard});
    }
    await running.finished;
  }

  #busesOf(life: Life): StageBuses {
    const {plantedParcels = (bus) => bus} = this.#options;
    return {events: this.bus.connect(life), parcels: plantedParcels(this.bus.connect<StageParcel>(life))};
  }

  /** Begun anew behind what the tape has, whenever it fails. */
  async #collectAlways(life: Life): Promise<void> {
    const {world, tape} = this.#options;
    for (;;)
      try {
        do await world.pause(RESTART_MS, life);
        while (this.journal.texts.length === 0 || !this.#isOnTape());
        await collect({
          ...{world, life, tape, exchange: this.#exchange},
          bus: this.bus.connect(life),
          stream: inputStream(SESSION_ID),
          after: lastSlice(this.journal.texts),
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

  /** The last slice and every command that are on the bus are on the tape. */
  #isOnTape(): boolean {
    const inputs = this.bus.texts(inputStream(SESSION_ID));
    if ((lastSlice(inputs) ?? 0) > (lastSlice(this.journal.texts) ?? 0)) return false;
    const commands = inputs.filter((text) => text.includes('"type":"ConfigurationEvent"'));
    return commands.every((text) => this.journal.texts.includes(text));
  }

  #end(index: number, life: Life, error: unknown): void {
    if (!life.isAlive) return;
    if (isPassing(error) || isFenced(error)) this.#restartAfter(index, life);
    else {
      life.isAlive = false;
      this.failure = error as Error;
    }
  }

  #restartAfter(index: number, life: Life): void {
    life.isAlive = false;
    const launcher: Life = {isAlive: true};
    void this.#options.world.pause(RESTART_MS, launcher).then(() => {
      if (this.#lives[index]?.isAlive === false) this.#startPart(index);
    });
  }
}

function lastSlice(texts: readonly string[]): number | null {
  for (let index = texts.length - 1; index >= 0; index--) {
    const text = texts[index] ?? "";
    if (!text.includes('"fact":"SliceCompleted"')) continue;
    const event = JSON.parse(text) as PapertapeEvent;
    if (event.fact === "SliceCompleted") return event.payload.closeTime;
  }
  return null;
}
