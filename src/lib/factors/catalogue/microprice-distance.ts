/** Microprice against the mid price (METHODS F6). */
import {microprice, midPrice} from "../book-measures.js";
import {defineFactor} from "../factor.js";

export const micropriceDistance = defineFactor({
  name: "microprice-distance",
  family: "volume-and-flow",
  title: "Microprice distance",
  description:
    "Microprice against the mid of the last book before the close, as a fraction: positive when buyers wait.",
  inputs: ["book"],
  parameters: {},
  warmUp: () => 1,
  create: () => {
    const state = {value: Number.NaN};
    return {
      parts: {state},
      onBook: (book) => {
        state.value = microprice(book) / midPrice(book) - 1;
      },
      update: () => {
        // A book says nothing of a later candle.
        const value = state.value;
        state.value = Number.NaN;
        return value;
      }
    };
  }
});
