/** The shape of data/research/agents.json, written by `papertape agents`. A figure that cannot be known is null. */
import type {AgentAccuracy, ReliabilityBin as Bin} from "../lib/integration/agent-research.js";

export type ReliabilityBin = Bin;
export type AgentReport = AgentAccuracy;

export interface AgentsFile {
  readonly snapshot: string | null;
  readonly timeframe: string | null;
  readonly horizonCandles: number | null;
  readonly agents: readonly AgentReport[];
}
