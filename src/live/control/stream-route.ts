/** GET /api/stream: the live feed as server-sent events, ended when the viewer may not see it any more. */
import type {ServerResponse} from "node:http";
import type {FastifyInstance, FastifyRequest} from "fastify";
import {mayStill} from "./access.js";
import {ApiError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import type {FeedConnection, FeedViewer} from "./live-feed.js";

const HEARTBEAT_MS = 15_000;

export function streamRoute(server: FastifyInstance, dependencies: GatewayDependencies): void {
  server.get("/api/stream", {config: {permission: "status.view"}}, (request, reply) => {
    const {raw} = reply;
    const viewer = viewerOf(raw);
    const headers = {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no"
    };
    viewer.begin = () => {
      reply.hijack();
      raw.writeHead(200, headers);
      // Browsers come back by themselves after so many milliseconds.
      raw.write("retry: 2000\n\n");
    };
    const lastSeen = request.headers["last-event-id"];
    const connection = dependencies.feed.connect(viewer, typeof lastSeen === "string" ? lastSeen : null);
    if (connection === null)
      throw new ApiError(503, "TOO_MANY_VIEWERS", "As many viewers as there may be follow the stream already.");
    viewer.ensureBegun();
    keepAlive({request, raw, connection, dependencies});
  });
}

interface StreamViewer extends FeedViewer {
  begin: () => void;
  ensureBegun(): void;
}

/** Begins the answer with the first message, so that a viewer that cannot be taken still gets a proper refusal. */
function viewerOf(raw: ServerResponse): StreamViewer {
  let hasBegun = false;
  const viewer: StreamViewer = {
    begin: () => {},
    ensureBegun: () => {
      if (hasBegun) return;
      hasBegun = true;
      viewer.begin();
    },
    send: ({id, topic, data}) => {
      viewer.ensureBegun();
      return raw.write(`id: ${id.replace(/[\r\n\0]/g, " ")}\nevent: ${topic}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    resync: (reason) => {
      viewer.ensureBegun();
      raw.write(`event: resync\ndata: ${JSON.stringify({reason})}\n\n`);
    },
    end: () => raw.end()
  };
  return viewer;
}

function keepAlive({
  request,
  raw,
  connection,
  dependencies
}: {
  request: FastifyRequest;
  raw: ServerResponse;
  connection: FeedConnection;
  dependencies: GatewayDependencies;
}): void {
  const heartbeat = setInterval(() => {
    raw.write(": heartbeat\n\n");
    // Signed out, disabled or demoted since: a stream does not outlive the right to it.
    mayStill(request, dependencies).then(
      (may) => may || raw.end(),
      () => {}
    );
  }, dependencies.heartbeatMs ?? HEARTBEAT_MS);
  raw.on("drain", () => connection.drained());
  raw.on("close", () => {
    clearInterval(heartbeat);
    connection.close();
  });
}
