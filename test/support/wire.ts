/** A wire between us and a server that can be cut and mended: every connection breaks, and new ones are refused. */
import {connect, createServer, type Server, type Socket} from "node:net";

export interface Wire {
  /** The server's address with the wire in between. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function wireTo(target: string): Promise<Wire> {
  const {hostname, port} = new URL(target);
  const open = new Set<Socket>();
  const join = (near: Socket) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      open.add(from);
      from.on("data", (data) => to.write(data));
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  };
  let server = await listen(join, 0);
  const ownPort = (server.address() as {port: number}).port;
  const url = new URL(target);
  url.host = `127.0.0.1:${ownPort}`;
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    url: url.href,
    cut,
    mend: async () => {
      server = await listen(join, ownPort);
    },
    close: cut
  };
}

function listen(join: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(join);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
