/** What a venue charges: by the account's traded volume where there are tiers, else by the instrument's schedule. */
import {add, decimal, multiply, roundTo} from "../../core/decimal.js";
import {type ChargedFee, type FillToCharge, feeBy, feeRatesAt} from "../instrument-rules.js";
import {tierAt} from "../models/fee-tiers.js";
import type {Venue} from "./venue.js";

export function venueRates(venue: Venue, time: number): {readonly maker: number; readonly taker: number} {
  return venue.tieredFees === null ? feeRatesAt(venue.instrument, time) : tierAt(venue.tieredFees, time);
}

/** @param surcharge fraction of the value on top, as a liquidation costs; it is rounded like the fee. */
export function chargeVenueFee(venue: Venue, fill: FillToCharge, surcharge: number): ChargedFee {
  const {instrument} = venue;
  const digits = instrument.quoteDecimals;
  const charged = feeBy(venueRates(venue, fill.time), instrument, {fill, digits});
  if (surcharge === 0) return charged;
  const extra = roundTo(multiply(multiply(fill.price, fill.amount), decimal(surcharge)), digits, "half-up");
  return {...charged, fee: add(charged.fee, extra)};
}
