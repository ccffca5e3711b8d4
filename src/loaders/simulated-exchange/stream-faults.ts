/** Sends a stream's message as the fault panel says: once, twice, after the next one, or not at all. */
import type {WebSocket} from "ws";
import type {StreamFaults} from "./fault-panel.js";

interface SocketMemory {
  count: number;
  /** A message that waits to be overtaken. */
  held: string | null;
}

const memories = new WeakMap<WebSocket, SocketMemory>();

export function sendThroughFaults(socket: WebSocket, text: string, faults: StreamFaults): void {
  if (faults.isStalled) return;
  const memory = memories.get(socket) ?? {count: 0, held: null};
  memories.set(socket, memory);
  memory.count++;
  if (isNth(memory.count, faults.dropEvery)) return;
  if (memory.held === null && isNth(memory.count, faults.reorderEvery)) {
    memory.held = text;
    return;
  }
  socket.send(text);
  if (isNth(memory.count, faults.duplicateEvery)) socket.send(text);
  if (memory.held !== null) {
    socket.send(memory.held);
    memory.held = null;
  }
}

function isNth(count: number, every: number): boolean {
  return every > 0 && count % every === 0;
}
