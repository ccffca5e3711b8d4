/** What bitcoin's last move has left to be followed. */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const btcCatchUp = defineFactor({
  name: "btc-catch-up",
  family: "lead-lag",
  title: "Catching up with bitcoin",
  description: "Beta to bitcoin over n candles times bitcoin's last log return minus the own one, as a fraction.",
  inputs: ["close", "reference"],
  parameters: {candles: 168},
  reference: "bitcoin",
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const own = new LogReturn();
    const bitcoin = new LogReturn();
    const pairs = new WindowComoments(candles);
    return {
      parts: {own, bitcoin, pairs},
      update: ({close}, {reference}) => {
        const lead = bitcoin.update(reference?.close ?? Number.NaN);
        const follow = own.update(close);
        pairs.update(lead, follow);
        return pairs.slope * lead - follow;
      }
    };
  }
});
