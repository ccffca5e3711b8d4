/** The simulated exchange in a process of its own, for the bench of bursts. Each message asks for one storm of trades. */
import {startSimulatedExchange} from "../../src/loaders/simulated-exchange/start-simulated-exchange.js";

const exchange = await startSimulatedExchange({seed: 3, startAt: Date.UTC(2026, 4, 5, 12), speed: 10, tickMs: 20});
process.on("message", (storm: {symbol: string; count: number; perSecond: number}) => {
  exchange.burst(storm).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.send?.({url: exchange.url, wsUrl: exchange.wsUrl});
