/** The reference pages say what the program does: routes with their permissions, and the permission table. */
import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {isAllowed} from "../../../src/live/authentication/permissions.js";
import {PERMISSIONS, ROLES} from "../../../src/live/ports/identity.js";
import {gatewayUnderTest} from "./gateway-under-test.js";

const rows = (page: string) =>
  readFileSync(`docs/reference/${page}`, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));

it("docs/reference/http-api.md lists every route with its permission, and no other", async () => {
  const {gateway} = await gatewayUnderTest();
  const routes = gateway.routes.filter(({method}) => method !== "HEAD");
  const documented = rows("http-api.md").map(([, route, permission]) => `${route} ${permission}`);
  expect(documented.sort()).toEqual(routes.map(({method, url, permission}) => `${method} ${url} ${permission}`).sort());
  await gateway.close();
});

it("docs/reference/permissions.md shows the table as it is", () => {
  const documented = rows("permissions.md").map(([, permission, , ...marks]) => [permission, ...marks.slice(0, 5)]);
  const actual = PERMISSIONS.map((permission) => [
    permission,
    ...[null, ...ROLES].map((role) => (isAllowed(role, permission) ? "yes" : ""))
  ]);
  expect(new Map(documented.map((row) => [row[0], row]))).toEqual(new Map(actual.map((row) => [row[0], row])));
});
