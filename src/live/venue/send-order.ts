/**
 * Sends one order so that it is at the venue once or not at all, whatever happens to requests and answers. Venues take a
 * client order id again once its order has ended, so an id alone does not make a second sending harmless: whenever the
 * outcome is in doubt it is looked up first, and sent again only after the first request can no longer arrive.
 */
import {backOffMs} from "../../lib/core/back-off.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Venue, VenueOrder, VenueOrderState} from "./venue.js";

export type SentOrder =
  | {readonly kind: "accepted"; readonly state: VenueOrderState}
  | {readonly kind: "refused"; readonly reason: string}
  /** Nobody can tell yet: it is looked up again before anything else. */
  | {readonly kind: "unknown"; readonly reason: string};

export interface SendOrderOptions {
  readonly venue: Pick<Venue, "place" | "find" | "requestLifeMs">;
  readonly order: VenueOrder;
  /** True after a restart in the middle: it may be there already. */
  readonly mayBeThere: boolean;
  readonly pause: (ms: number) => Promise<void>;
  readonly attempts?: number;
}

const ATTEMPTS = 4;
const BACK_OFF = {firstMs: 250, maxMs: 4_000};

export async function sendOrder(options: SendOrderOptions): Promise<SentOrder> {
  const {venue, order, mayBeThere, pause, attempts = ATTEMPTS} = options;
  let isInDoubt = mayBeThere;
  let reason = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const known = isInDoubt ? await lookUp(options) : null;
      if (known !== null) return {kind: "accepted", state: known};
      isInDoubt = false;
      return {kind: "accepted", state: await venue.place(order)};
    } catch (error) {
      if (!(error instanceof OperatingError)) throw error;
      // A lookup that is refused says nothing about the order.
      if (error.code === "VENUE_REFUSED" && !isInDoubt) return {kind: "refused", reason: error.message};
      reason = error.message;
      // A lookup that failed leaves the doubt that it was about.
      if (error.code !== "VENUE_BUSY") isInDoubt = true;
      await pause(backOffMs(attempt, BACK_OFF));
    }
  }
  if (!isInDoubt) return {kind: "refused", reason};
  return {kind: "unknown", reason};
}

/** Null only when it is certain: the venue does not know the order, and a request under way is too old to count. */
async function lookUp({venue, order, pause}: SendOrderOptions): Promise<VenueOrderState | null> {
  const found = await venue.find(order);
  if (found !== null) return found;
  await pause(venue.requestLifeMs);
  return venue.find(order);
}
