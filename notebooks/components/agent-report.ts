/** The shape of data/research/agents.json, written by `papertape agents`. A figure that cannot be known is null. */
export interface ReliabilityBin {
  readonly meanPredicted: number;
  readonly observed: number;
  readonly count: number;
}

export interface AgentReport {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly predictions: number;
  readonly resolved: number;
  readonly unresolved: number;
  readonly hitRate: number | null;
  readonly hitRateLow: number | null;
  readonly hitRateHigh: number | null;
  readonly brier: number | null;
  readonly brierSkill: number | null;
  readonly logLoss: number | null;
  readonly ece: number | null;
  readonly auc: number | null;
  readonly murphy: {
    readonly reliability: number | null;
    readonly resolution: number | null;
    readonly uncertainty: number | null;
  } | null;
  readonly pesaranTimmermannP: number | null;
  readonly reliabilityRaw: readonly ReliabilityBin[];
  readonly reliabilityCalibrated: readonly ReliabilityBin[];
  readonly byMonth: readonly {
    readonly month: string;
    readonly hitRate: number | null;
    readonly brier: number | null;
    readonly n: number;
  }[];
  readonly bySymbol: readonly {
    readonly symbol?: string;
    readonly instrument?: string;
    readonly hitRate: number | null;
    readonly brier: number | null;
    readonly n: number;
  }[];
  readonly dieboldMariano: readonly {
    readonly against: string;
    readonly statistic: number | null;
    readonly p: number | null;
  }[];
}

export interface AgentsFile {
  readonly snapshot: string | null;
  readonly timeframe: string | null;
  readonly horizonCandles: number | null;
  readonly agents: readonly AgentReport[];
}
