/** Imbalance of the order book (METHODS F6). */
import {bookImbalance} from "../book-measures.js";
import {defineFactor} from "../factor.js";

export const bookImbalanceFactor = defineFactor({
  name: "book-imbalance",
  family: "volume-and-flow",
  title: "Book imbalance",
  description: "Bid minus ask amounts at the first levels of the last book before the close, as a fraction, -1 to 1.",
  inputs: ["book"],
  parameters: {levels: 5},
  warmUp: () => 1,
  create: ({levels}) => {
    const state = {value: Number.NaN};
    return {
      parts: {state},
      onBook: (book) => {
        state.value = bookImbalance(book, levels);
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
