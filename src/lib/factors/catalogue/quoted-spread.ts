/** Spread of the order book. */
import {midPrice} from "../book-measures.js";
import {defineFactor} from "../factor.js";

export const quotedSpread = defineFactor({
  name: "quoted-spread",
  family: "volume-and-flow",
  title: "Quoted spread",
  description: "Ask minus bid over the mid of the last book before the close, as a fraction.",
  inputs: ["book"],
  parameters: {},
  warmUp: () => 1,
  create: () => {
    const state = {value: Number.NaN};
    return {
      parts: {state},
      onBook: (book) => {
        state.value = ((book.asks[0]?.[0] ?? Number.NaN) - (book.bids[0]?.[0] ?? Number.NaN)) / midPrice(book);
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
