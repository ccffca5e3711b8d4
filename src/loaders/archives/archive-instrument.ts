/** The instrument that an archive's candles belong to, as far as an archive can describe one. */
import {type Instrument, instrumentId} from "../../lib/vocabulary/instrument.js";

/** Finest increments and no minimums: an archive does not say what could be ordered. Fees are 0.1 %, as on most venues. */
export function archiveInstrument({
  exchange,
  symbol,
  isPerpetual
}: {
  exchange: string;
  symbol: string;
  isPerpetual: boolean;
}): Instrument {
  const [pair = symbol] = symbol.split(":");
  const [base = symbol, quote = "USD"] = pair.split("/");
  const full = isPerpetual && !symbol.includes(":") ? `${symbol}:${quote}` : symbol;
  return {
    id: instrumentId({symbol: full, exchange}),
    exchange,
    symbol: full,
    base,
    quote,
    kind: isPerpetual ? "perpetual" : "spot",
    priceIncrement: "0.00000001",
    amountIncrement: "0.00000001",
    minimumAmount: "0.00000001",
    minimumNotional: "0",
    makerFee: 0.001,
    takerFee: 0.001,
    isSimulated: exchange === "simulated"
  };
}
