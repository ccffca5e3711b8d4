/** A simulated exchange with many listings in a process of its own. Arguments: how many, and days of history. */
import {seededRandom} from "../../src/lib/core/random.js";
import {DAY_MS} from "../../src/lib/core/time.js";
import {GENESIS_MS, manyProfiles} from "../../src/loaders/simulated-exchange/market-profile.js";
import {startSimulatedExchange} from "../../src/loaders/simulated-exchange/start-simulated-exchange.js";

const [symbols = "", days = ""] = process.argv.slice(2);
const now = GENESIS_MS + (Number(days) + 10) * DAY_MS;
const exchange = await startSimulatedExchange({
  ...{seed: 9, startAt: now, speed: 0},
  profiles: manyProfiles(Number(symbols), seededRandom(9))
});
process.send?.({url: exchange.url, wsUrl: exchange.wsUrl, now});
