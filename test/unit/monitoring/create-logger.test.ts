/** The daemon's log: one JSON object a line, and nothing in it that opens anything. */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {createLogger} from "../../../src/live/create-logger.js";
import {loadConfiguration} from "../../../src/loaders/configuration/load-configuration.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "papertape-log-"));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

it("has a level, a time and the correlation id on every line, and blots out secrets however deep", () => {
  const file = join(folder, "daemon.log");
  const logger = createLogger(loadConfiguration({environment: {}}), file);
  logger.info({correlationId: "candle:1", apiKey: "hidden-1", payload: {token: "hidden-2"}}, "status");
  logger.warn({request: {headers: {authorization: "Bearer hidden-3", cookie: "hidden-4"}}}, "request");
  logger.error({err: new Error("connect redis://user:hidden-5@10.0.0.1:6379 failed")}, "bus trouble");
  logger.info({options: {exchange: {keys: {secret: "hidden-6"}}}, url: "postgres://me:hidden-7@db/x"}, "opened");
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain("hidden");
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatchObject({level: expect.any(Number), time: expect.any(Number)});
  expect(lines[0]).toMatchObject({correlationId: "candle:1", apiKey: "(secret)", payload: {token: "(secret)"}});
  expect(lines[2].err.message).toBe("connect redis://(secret)@10.0.0.1:6379 failed");
});
