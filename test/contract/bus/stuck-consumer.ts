/** A consumer that prints the ids of its first batch and never finishes it: made to be killed. */
import {type BusAddress, openBus} from "./bus-under-test.js";

const {address, stream} = JSON.parse(process.argv[2] ?? "") as {address: BusAddress; stream: string};
const bus = openBus(address, {maxBatchEvents: 10, claimIdleMs: 600});
await bus.subscribe({stream, group: "g", consumer: "first", start: "beginning"}, (batch) => {
  process.stdout.write(JSON.stringify(batch.map(({event}) => event.id)));
  return new Promise(() => {});
});
