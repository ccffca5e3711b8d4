/** The webhook channel against a server on loopback. */
import {createServer, type IncomingMessage, type Server} from "node:http";
import {afterEach, beforeEach, expect, it} from "vitest";
import type {Message} from "../../../src/live/notification/channel.js";
import {webhookChannel} from "../../../src/live/notification/webhook-channel.js";

const MESSAGE: Message = {
  id: "n1",
  occurredAt: 5,
  channel: "hook",
  severity: "critical",
  title: "Trading halted & more",
  body: "By ann: 100 %",
  about: "e1"
};
const NEVER = new AbortController().signal;

let server: Server;
let address: string;
let status: number;
let asked: {path: string; headers: IncomingMessage["headers"]; body: string}[];
beforeEach(async () => {
  status = 200;
  asked = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      asked.push({path: `${request.method} ${request.url}`, headers: request.headers, body});
      response.writeHead(status, status === 302 ? {location: "/elsewhere"} : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const listening = server.address();
  if (listening === null || typeof listening === "string") throw new Error("no port");
  address = `http://127.0.0.1:${listening.port}`;
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

const deliver = (path: string) => webhookChannel({name: "hook", url: address + path}).deliver(MESSAGE, NEVER);

it("posts the message as JSON with a key to recognise it by", async () => {
  await deliver("/hook");
  expect(asked[0]).toMatchObject({
    path: "POST /hook",
    headers: {"idempotency-key": "n1", "content-type": "application/json"}
  });
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual(MESSAGE);
});

it("puts the words into an address that has places for them", async () => {
  await deliver("/bot/send?chat=7&text={text}&level={severity}");
  const url = new URL(asked[0]?.path.replace("POST ", "") ?? "", address);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    chat: "7",
    text: "Trading halted & more\nBy ann: 100 %",
    level: "critical"
  });
  expect(asked[0]?.body).toBe("");
});

it.each([
  [500, true],
  [429, true],
  [404, false],
  [400, false]
])("takes an answer of %i for a failure", async (answer, retryable) => {
  status = answer;
  await expect(deliver("/hook")).rejects.toMatchObject({code: "WEBHOOK_REFUSED", retryable});
});

it("follows no redirect and lets no secret of the address into its errors", async () => {
  status = 302;
  const unreachable = webhookChannel({name: "x", url: "http://127.0.0.1:1/secret"});
  for (const attempt of [() => deliver("/hook?token=secret"), () => unreachable.deliver(MESSAGE, NEVER)]) {
    const error = await attempt().catch((thrown) => thrown);
    expect(error).toMatchObject({code: "WEBHOOK_UNREACHABLE", retryable: true});
    expect(JSON.stringify([error.message, error.details, error.cause ?? null])).not.toContain("secret");
  }
  expect(asked).toHaveLength(1);
});
