/** No change without a record: the entry is written first, and an effect that then fails is recorded too. */
import type {AuditPort} from "./gateway-dependencies.js";

export interface AuditedAction {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  /** Without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** When the record cannot be written the effect does not happen. */
export async function audited<T>(audit: AuditPort, record: AuditedAction, effect: () => Promise<T>): Promise<T> {
  await audit.append({...record, outcome: "accepted"});
  try {
    return await effect();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await audit.append({...record, outcome: "failed", details: {...record.details, why}});
    throw error;
  }
}
