/** Which instrument a factor looks at besides its own. */
import {parseInstrumentId} from "../vocabulary/instrument.js";
import type {FactorReference} from "./factor.js";

/**
 * The reference of `instrument` among `instruments`, null where there is none.
 * bitcoin: `bitcoin` where it is given, else the first instrument whose base is BTC, one on the same exchange preferred.
 * spot: for a perpetual like `BTC/USDT:USDT@binance`, `BTC/USDT` on the same exchange; null for a spot market.
 */
export function referenceOf(
  instrument: string,
  reference: FactorReference,
  {instruments, bitcoin}: {instruments: readonly string[]; bitcoin: string | null}
): string | null {
  const own = parseInstrumentId(instrument);
  if (reference === "spot") {
    const [market, settlement] = own?.symbol.split(":") ?? [];
    return own === null || settlement === undefined ? null : `${market}@${own.exchange}`;
  }
  if (bitcoin !== null) return bitcoin;
  const candidates = instruments.filter((id) => id.startsWith("BTC/"));
  return candidates.find((id) => parseInstrumentId(id)?.exchange === own?.exchange) ?? candidates[0] ?? null;
}
