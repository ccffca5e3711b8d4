/** What the daemon's API answers, as far as the pages read it. Lists may come bare or under a name. */
export interface ComponentHealth {
  readonly name: string;
  readonly state: string;
  readonly message?: string | null;
  /** Epoch ms. */
  readonly since?: number | null;
  readonly lagMs?: number | null;
  readonly restarts?: number | null;
}

export interface BreakerState {
  readonly name: string;
  readonly state: string;
  readonly failures?: number | null;
  readonly lastFailure?: string | null;
  /** What the rest does while it is open. */
  readonly effect?: string;
  readonly since?: number | null;
}

export interface StreamFreshness {
  readonly instrument: string;
  readonly timeframe: string;
  readonly lastCloseTime?: number | null;
  readonly ageMs?: number | null;
  /** Age from which it counts as stale. */
  readonly limitMs?: number | null;
  readonly isStale?: boolean;
}

export interface LiveEquity {
  readonly closeTime: number;
  readonly equity: number;
  readonly drawdown: number;
  readonly cash?: string;
  readonly exposure?: number | null;
}

export interface DaemonStatus {
  /** active, paused or halted */
  readonly trading?: string;
  /** Why nothing trades although nobody paused it; null where that is not so. */
  readonly pausedBecause?: string | null;
  readonly mode?: string;
  readonly isSimulated?: boolean;
  /** Market time now, epoch ms; simulated markets run faster than ours. */
  readonly marketTime?: number;
  readonly session?: string;
  readonly startedAt?: number | null;
  readonly lastCloseTime?: number | null;
  readonly components?: readonly ComponentHealth[];
  readonly breakers?: readonly BreakerState[];
  readonly streams?: readonly StreamFreshness[];
  readonly equity?: LiveEquity | null;
  readonly equityHistory?: readonly LiveEquity[];
}

export interface LivePosition {
  readonly instrument: string;
  readonly amount: string;
  readonly averagePrice?: string | null;
  readonly lastPrice?: number | null;
  readonly unrealizedProfit?: number | string | null;
  readonly realizedProfit?: string | null;
}

export interface LiveOrder {
  readonly orderId?: string;
  readonly instrument: string;
  readonly side: string;
  readonly orderType?: string;
  readonly amount: string;
  readonly limitPrice?: string | null;
  readonly stopPrice?: string | null;
  readonly state?: string;
  readonly signal?: string | null;
  readonly submittedAt?: number;
}

export interface LiveFill {
  readonly orderId?: string;
  readonly instrument: string;
  readonly side: string;
  readonly time: number;
  readonly price: string;
  readonly amount: string;
  readonly fee?: string;
  readonly liquidity?: string;
  readonly referencePrice?: number;
  readonly signal?: string | null;
  readonly whileAway?: boolean;
}

/** Rows of an answer that is a list, or holds one under `name`; envelopes give their payload. */
export function listOf<T>(data: unknown, name: string): readonly T[] {
  const list = Array.isArray(data) ? data : (data as Record<string, unknown> | null)?.[name];
  return Array.isArray(list) ? list.map((item) => payloadOf<T>(item)) : [];
}

/** The payload of an event's envelope, with its id; anything else as it is. */
export function payloadOf<T>(item: unknown): T {
  if (typeof item !== "object" || item === null || !("payload" in item)) return item as T;
  const {id, fact, payload} = item as {id?: string; fact?: string; payload: object};
  return {id, fact, ...payload} as T;
}

/** Components as the status names them, or as readiness does: `component`, `status`, `detail`. */
export function componentsOf(status: DaemonStatus): readonly ComponentHealth[] {
  const parts = (status.components ?? []) as readonly (Partial<ComponentHealth> & {
    readonly component?: string;
    readonly status?: string;
    readonly detail?: string;
  })[];
  return parts.map(({component, status: state, detail, ...part}) => ({
    ...part,
    name: part.name ?? component ?? "",
    state: part.state ?? state ?? "not known",
    message: part.message ?? detail ?? null
  }));
}
