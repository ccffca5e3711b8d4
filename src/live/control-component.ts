/** Dashboard, commands and notifications in a process of their own. */
import {assert} from "../lib/core/assert.js";
import {ensureFirstAdmin} from "./authentication/first-admin.js";
import type {ComponentRoom} from "./component-room.js";
import {serverChecks} from "./health-checks.js";
import type {Supervisor} from "./integration/supervisor.js";
import {createHealthMonitor} from "./monitoring/health-monitor.js";
import {gatherOnlookers} from "./onlookers.js";
import {openDoor} from "./open-door.js";
import {realTrading} from "./real-trading.js";
import {followSession} from "./session-view.js";

export interface RunningControl {
  readonly address: string;
  stop(): Promise<void>;
}

const HEALTH_INTERVAL_MS = 5_000;

export async function startControl(room: ComponentRoom, supervisor: Supervisor): Promise<RunningControl> {
  const {exchange, journal, panel, workbench, logger} = room;
  assert(exchange !== null, "control is started with an exchange: commands bear its time");
  const session = await followSession(journal, room.session);
  const onlookers = await gatherOnlookers({...room, exchange, session: session.id});
  panel.tell(onlookers.onStatus);
  const monitor = createHealthMonitor({emit: onlookers.onStatus, clock: Date.now, checks: serverChecks(room)});
  const stopMonitoring = monitor.start(HEALTH_INTERVAL_MS);
  const real = realTrading({...room, exchange, session: session.id, onlookers});
  await supervisor.start(real.parts);
  const {gateway, address} = await openDoor({...room, exchange, session, onlookers, supervisor, monitor, ...real});
  const admin = await ensureFirstAdmin(workbench.pool);
  // Shown once, to whoever reads the service's output: there is no terminal.
  if (admin !== null)
    process.stdout.write(`Sign in as ${admin.username} with the one-time password ${admin.oneTimePassword}\n`);
  logger.info({address}, "control listens");
  return {
    address,
    stop: async () => {
      stopMonitoring();
      session.stop();
      await gateway.close();
      await onlookers.close();
    }
  };
}
