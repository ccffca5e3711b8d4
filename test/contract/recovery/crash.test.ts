/** Crashes of a paper session, over both buses. */
import {describe} from "vitest";
import {describeWithRedis} from "../../support/redis.js";
import {recoveryContract} from "./recovery-contract.js";

describe("a paper session over the bus in the database", () => recoveryContract(null));
describeWithRedis("a paper session over Redis", (start) => recoveryContract(start));
