/** The addresses of Redis that REDIS_URL may hold. */
import {describe, expect, it} from "vitest";
import {parseRedisAddress} from "../../../src/live/integration/redis-connection.js";

describe("a Redis address", () => {
  it("names a server with login, database and TLS", () => {
    expect(parseRedisAddress("redis://localhost")).toMatchObject({
      kind: "server",
      nodes: [{host: "localhost", port: 6379}],
      options: {}
    });
    expect(parseRedisAddress("rediss://ann:p%40ss@[::1]:7000/3")).toMatchObject({
      kind: "server",
      nodes: [{host: "::1", port: 7000}],
      options: {username: "ann", password: "p@ss", db: 3, tls: {}}
    });
  });

  it("names the nodes of a cluster", () => {
    expect(parseRedisAddress("redis+cluster://:secret@a:7000,b:7001,c")).toMatchObject({
      kind: "cluster",
      nodes: [
        {host: "a", port: 7000},
        {host: "b", port: 7001},
        {host: "c", port: 6379}
      ],
      options: {password: "secret"}
    });
  });

  it("names sentinels and the master they watch", () => {
    expect(parseRedisAddress("rediss+sentinel://a,b:26380/mymaster/2")).toMatchObject({
      kind: "sentinel",
      nodes: [
        {host: "a", port: 26379},
        {host: "b", port: 26380}
      ],
      masterName: "mymaster",
      options: {db: 2, tls: {}}
    });
  });

  it.each([
    "http://localhost",
    "redis://",
    "redis://a,b",
    "redis://a:notaport",
    "redis://a/zero",
    "redis+sentinel://a"
  ])("is refused when it reads %s", (url) => {
    expect(() => parseRedisAddress(url)).toThrow(expect.objectContaining({code: "REDIS_URL_INVALID"}));
  });

  it("keeps the password out of the message when it is refused", () => {
    expect(() => parseRedisAddress("redis://ann:hidden@a/zero")).toThrow(/\*\*\*@a/);
    expect(() => parseRedisAddress("redis://ann:hidden@a/zero")).not.toThrow(/hidden/);
  });
});
