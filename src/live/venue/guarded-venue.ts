/** A venue whose every request passes a circuit breaker; hearing of changes does not, for it waits by its nature. */
import type {Venue} from "./venue.js";

export type VenueGuard = <T>(action: () => Promise<T>) => Promise<T>;

export function guardedVenue(venue: Venue, guard: VenueGuard): Venue {
  return {
    ...venue,
    place: (order) => guard(() => venue.place(order)),
    cancel: (order) => guard(() => venue.cancel(order)),
    find: (order) => guard(() => venue.find(order)),
    openOrders: (symbol) => guard(() => venue.openOrders(symbol)),
    fills: (symbol, since) => guard(() => venue.fills(symbol, since)),
    balances: () => guard(() => venue.balances())
  };
}
