/** The parts that the measurement of many factors falls into, each of which any thread may do, with one result. */
import {besideOthers} from "../../lib/integration/factor-company.js";
import type {CompanyImpact, FactorImpact} from "../../lib/integration/factor-impact.js";
import {type FactorTitle, measureFactor} from "../../lib/integration/factor-research.js";
import type {ResearchSetting} from "../../lib/integration/factor-setting.js";
import {fillRankCells, type RankCells} from "../../lib/integration/rank-cells.js";

export type ResearchJob =
  /** Fills rows [from, to) of the cells, one list a factor, in place: they lie in shared memory. */
  | {
      readonly kind: "ranks";
      readonly factors: readonly string[];
      readonly cells: readonly RankCells[];
      readonly from: number;
      readonly to: number;
    }
  | {readonly kind: "measure"; readonly factor: FactorTitle; readonly cells: RankCells}
  | {readonly kind: "beside"; readonly factor: string; readonly controls: readonly string[]};

export interface ResearchResults {
  readonly ranks: null;
  readonly measure: FactorImpact;
  readonly beside: CompanyImpact["beside"];
}

export function doResearch(job: ResearchJob, setting: ResearchSetting): ResearchResults[ResearchJob["kind"]] {
  switch (job.kind) {
    case "ranks":
      fillRankCells(job.cells, {factors: job.factors, setting}, job);
      return null;
    case "measure":
      return measureFactor(job.factor, job.cells, setting);
    case "beside":
      return besideOthers(job.factor, job.controls, setting);
  }
}
