/** Order-flow imbalance of the book (Cont, Kukanov and Stoikov 2014, METHODS F6). */
import {WindowSum} from "../../indicators/window-sum.js";
import {OrderFlow} from "../book-measures.js";
import {defineFactor} from "../factor.js";

export const orderFlowImbalance = defineFactor({
  name: "order-flow-imbalance",
  family: "volume-and-flow",
  title: "Order-flow imbalance",
  description:
    "What came to the best bid and left the best ask over the last n candles, as a fraction of all such changes, -1 to 1.",
  inputs: ["book"],
  parameters: {candles: 12},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const flow = new OrderFlow();
    const state = {net: 0, gross: 0};
    const net = new WindowSum(candles);
    const gross = new WindowSum(candles);
    return {
      parts: {flow, state, net, gross},
      onBook: (book) => {
        const change = flow.update(book);
        if (Number.isNaN(change)) return;
        state.net += change;
        state.gross += Math.abs(change);
      },
      update: () => {
        const value = net.update(state.net) / gross.update(state.gross);
        state.net = 0;
        state.gross = 0;
        return value;
      }
    };
  }
});
