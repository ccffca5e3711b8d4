/** Funding of perpetuals, made comparable between venues that settle at different intervals. */
import type {FactorFunding} from "./factor-inputs.js";

/** Rate a year without compounding: rate * (24 / interval hours) * 365 (METHODS C6). */
export function annualFunding({rate, intervalHours}: FactorFunding): number {
  return rate * (24 / intervalHours) * 365;
}
