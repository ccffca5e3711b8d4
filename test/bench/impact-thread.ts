/** Fills the rows that it is told to, in memory that it shares with the others. */
import {parentPort, workerData} from "node:worker_threads";
import {
  fillImpactRows,
  type ImpactCell,
  type ImpactInput,
  type RowRange
} from "../../src/lib/statistics/impact-matrix.js";

const {cells, input} = workerData as {readonly cells: readonly ImpactCell[]; readonly input: ImpactInput};

parentPort?.on("message", (range: RowRange) => {
  fillImpactRows(cells, input, range);
  parentPort?.postMessage(null);
});
