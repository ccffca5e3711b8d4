/** A way to reach people. It delivers or throws; waiting, repeating and giving up is the dispatcher's. */
import type {NotificationRequested} from "../../lib/events/notification-event.js";

export type Message = NotificationRequested["payload"] & {
  /** Id of the notification: a receiver that gets it twice can tell. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
};

export interface Channel {
  readonly name: string;
  /** @param signal given when nobody waits for the outcome any more. */
  deliver(message: Message, signal: AbortSignal): Promise<void>;
}

/** For the daemon's own log or terminal. */
export function logChannel(name: string, write: (message: Message) => void): Channel {
  return {
    name,
    deliver: (message) => {
      write(message);
      return Promise.resolve();
    }
  };
}
