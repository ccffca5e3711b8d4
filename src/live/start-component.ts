/**
 * One component of a session in this process, watched by a supervisor: what fails begins anew from the journal. All of
 * them together are the daemon; they meet on the bus and in the journal, wherever they run.
 */
import {OperatingError} from "../lib/core/operating-error.js";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import {collectionParts} from "./collection-component.js";
import type {ComponentOptions, ComponentRoom} from "./component-room.js";
import {startControl} from "./control-component.js";
import {createLogger, logFileOf} from "./create-logger.js";
import {createBreakerPanel} from "./integration/breaker-panel.js";
import {type ComponentLock, holdComponent} from "./integration/component-lock.js";
import {guardedPool} from "./integration/guarded-pool.js";
import {PARCEL_CODEC} from "./integration/parcel-codec.js";
import {inputStream, PIPELINE_GROUP} from "./integration/session-runner.js";
import {type RunningStage, stageGroup} from "./integration/stage-runner.js";
import {createSupervisor, type SupervisedPart} from "./integration/supervisor.js";
import {databaseBreaker, openBus} from "./open-bus.js";
import {openStage, openTrading} from "./open-stage.js";

export interface RunningComponent {
  readonly logFile: string;
  /** Of the dashboard; null for the other components. */
  readonly address: string | null;
  stop(): Promise<void>;
}

/** @returns null when called off before it was this process' turn */
export async function startComponent(
  given: ComponentOptions,
  {signal, onStandBy}: {readonly signal: AbortSignal; readonly onStandBy: () => void}
): Promise<RunningComponent | null> {
  const {component, shard, session} = given;
  const name = stageGroup(component, shard);
  const panel = createBreakerPanel(Date.now);
  const workbench = {...given.workbench, pool: guardedPool(given.workbench.pool, databaseBreaker(panel).call)};
  const logFile = logFileOf(workbench, `papertape-${name}`);
  const logger = createLogger(workbench, logFile).child({process: name});
  const onStatus = (event: SystemStatusEvent) => logger.info({fact: event.fact, ...event.payload}, "status");
  const servers = {redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url};
  const stopping = new AbortController();
  const hold = (part: string) =>
    holdComponent({
      connectionString: servers.databaseUrl,
      name: `${session} ${part}`,
      signal: AbortSignal.any([signal, stopping.signal]),
      onStandBy
    });
  const bus = await openBus({...servers, panel});
  const parcels = await openBus(servers, PARCEL_CODEC);
  const room: ComponentRoom = {
    ...{...given, workbench, bus, parcels, panel, logger, onStatus},
    journal: createPostgresJournal(workbench.pool)
  };
  const supervisor = createSupervisor({emit: onStatus, clock: Date.now, build: given.codeCommit.slice(0, 12)});
  const closeAll = async () => {
    stopping.abort();
    await supervisor.stop();
    await Promise.all([bus.close(), parcels.close()]);
    logger.info("stopped");
  };
  if (component === "control") {
    const lock = await hold(name);
    if (lock === null) return null;
    const control = await startControl(room, supervisor);
    const stop = async () => {
      await control.stop();
      await release(lock);
      await closeAll();
    };
    return {logFile, address: control.address, stop};
  }
  await supervisor.start(partsOf(room).map((part) => inTurn(part, hold)));
  return {logFile, address: null, stop: closeAll};
}

function partsOf(room: ComponentRoom): readonly SupervisedPart[] {
  if (room.component === "collection") return collectionParts(room);
  const {component} = room;
  const effectWhenAway = "what others make waits; trading goes on where it stands when this is back";
  return [
    {
      name: stageGroup(component, room.shard),
      effectWhenAway,
      start: async (fail) => {
        const running = await openRunning(room);
        running.finished.catch(fail);
        return {resumedFrom: null, stop: () => running.stop()};
      }
    }
  ];
}

async function openRunning(room: ComponentRoom): Promise<RunningStage> {
  const {component, plan, session, journal, bus, parcels, shard, workbench, codeCommit, opening} = room;
  const common = {plan, journal, buses: {events: bus, parcels}};
  // The reader of a session in one process would hold back what it no longer reads.
  await bus.dropGroup(inputStream(session), PIPELINE_GROUP);
  if (component === "factors" || component === "agents" || component === "decision")
    return openStage({...common, session, stage: component, shard});
  const {environment} = workbench.configuration;
  return (await openTrading({...common, ...opening, id: session, codeCommit, environment})).running;
}

/** The part begins when it is its turn; without its lock it stops, and begins anew behind whatever another has done. */
function inTurn(part: SupervisedPart, hold: (name: string) => Promise<ComponentLock | null>): SupervisedPart {
  return {
    ...part,
    start: async (fail) => {
      const lock = await hold(part.name);
      if (lock === null) throw new OperatingError("The component was stopped.", {code: "STAGE_STOPPED"});
      void lock.lost.then(fail);
      try {
        const running = await part.start(fail);
        return {...running, stop: () => running.stop().finally(() => release(lock))};
      } catch (error) {
        await release(lock);
        throw error;
      }
    }
  };
}

/** One whose connection is gone is released already. */
async function release(lock: ComponentLock): Promise<void> {
  await lock.release().catch(() => {});
}
