/** Collection in a process of its own, whole or divided up by instrument. */
import {assert} from "../lib/core/assert.js";
import {checkShard, shardInstruments} from "../lib/integration/stage-shards.js";
import {collectInto} from "./collect-into.js";
import {startUpkeep} from "./collection/upkeep.js";
import type {ComponentRoom} from "./component-room.js";
import {untilOnTape, untilRoom} from "./drained-inputs.js";
import {createSessionQueries} from "./integration/session-queries.js";
import {inputStream} from "./integration/session-runner.js";
import {stageGroup} from "./integration/stage-runner.js";
import type {SupervisedPart} from "./integration/supervisor.js";
import {candleStream, mergingPart} from "./merge-collections.js";
import {followSession} from "./session-view.js";

/** The first shard also puts the shards' candles together. */
export function collectionParts(room: ComponentRoom): readonly SupervisedPart[] {
  const {plan, session, shard, bus} = room;
  checkShard(plan, "collection", shard);
  const merging = shard.of > 1 && shard.number === 1 ? [mergingPart({bus, plan, session, shards: shard.of})] : [];
  const upkeep = shard.number === 1 ? [upkeepPart(room)] : [];
  return [...merging, collectingPart(room), ...upkeep];
}

/** What grows with collection is kept in bounds beside it. */
function upkeepPart({workbench, exchange, logger}: ComponentRoom): SupervisedPart {
  return {
    name: "upkeep",
    effectWhenAway: "old records stay longer",
    start: () => {
      const upkeep = startUpkeep({
        pool: workbench.pool,
        retention: workbench.configuration.retention,
        now: () => exchange?.now() ?? Date.now(),
        onFailure: (error) => logger.warn({err: error}, "database upkeep")
      });
      return Promise.resolve({stop: () => upkeep.stop()});
    }
  };
}

function collectingPart(room: ComponentRoom): SupervisedPart {
  const {plan, session, shard, bus, journal, exchange, workbench} = room;
  assert(exchange !== null, "collection is started with an exchange");
  const own = shardInstruments(plan, shard);
  const stream = shard.of === 1 ? inputStream(session) : candleStream(session, shard);
  const reader = stageGroup("collection", shard);
  return {
    name: reader,
    effectWhenAway: "no new candles, so no new positions",
    start: async (fail) => {
      const view = await followSession(journal, session);
      const {part} = collectInto({
        ...room,
        ...{exchange, session: view, stream},
        plan: {...plan, instruments: plan.instruments.filter(({id}) => own.has(id))},
        queries: createSessionQueries(workbench.pool, session),
        untilTaken: async () => {
          await untilOnTape({bus, journal, session, stream, reader});
          await view.refresh();
        },
        untilRoom: () => untilRoom(bus, session, "virtual-trading")
      });
      const running = await part.start(fail);
      return {
        ...running,
        stop: async () => {
          view.stop();
          await running.stop();
        }
      };
    }
  };
}
