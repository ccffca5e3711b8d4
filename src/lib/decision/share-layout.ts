/**
 * Which factor of which prediction goes into which row of the attribution. Inside a process an agent's list of factors
 * is one array for all its predictions, so the rows are worked out once and found again by reference.
 */
import type {PredictionMade} from "../events/prediction-event.js";

export interface ShareLayout {
  /** Every factor once, in order of first mention. */
  readonly names: readonly string[];
  /** By prediction, then by its factor: the row among `names`. */
  readonly rows: readonly (readonly number[])[];
  /** Scratch, one a name and one a prediction; what it holds between two uses means nothing. */
  readonly sums: Float64Array;
  readonly weights: Float64Array;
}

export type ShareLayoutOf = (predictions: readonly PredictionMade[]) => ShareLayout;

/** A function that remembers the last layout; what it gives depends on the predictions alone. */
export function createShareLayouts(): ShareLayoutOf {
  let lists: (readonly string[])[] = [];
  let layout = layoutOf(lists);
  return (predictions) => {
    if (!isSame(lists, predictions)) {
      lists = predictions.map(({payload}) => payload.factors);
      layout = layoutOf(lists);
    }
    return layout;
  };
}

function isSame(lists: readonly (readonly string[])[], predictions: readonly PredictionMade[]): boolean {
  if (lists.length !== predictions.length) return false;
  for (let i = 0; i < lists.length; i++) if (predictions[i]?.payload.factors !== lists[i]) return false;
  return true;
}

function layoutOf(lists: readonly (readonly string[])[]): ShareLayout {
  const names = [...new Set(lists.flat())];
  const rows = lists.map((list) => list.map((factor) => names.indexOf(factor)));
  return {names, rows, sums: new Float64Array(names.length), weights: new Float64Array(lists.length)};
}
