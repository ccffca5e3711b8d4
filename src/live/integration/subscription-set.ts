/** The open subscriptions of a bus, so that closing the bus closes them. */
import type {Subscription} from "../../lib/integration/ports/event-bus.js";

export class SubscriptionSet {
  readonly #open = new Set<Subscription>();

  add(subscription: Subscription): Subscription {
    const kept: Subscription = {
      close: async () => {
        this.#open.delete(kept);
        await subscription.close();
      }
    };
    this.#open.add(kept);
    return kept;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open].map((subscription) => subscription.close()));
  }
}
