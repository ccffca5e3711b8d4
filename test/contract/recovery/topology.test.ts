/** Crashes of a session whose components run in processes of their own, over both buses. */
import {describe} from "vitest";
import {describeWithRedis} from "../../support/redis.js";
import {topologyContract} from "./topology-contract.js";

describe("components over the bus in the database", () => topologyContract(null));
describeWithRedis("components over Redis", (start) => topologyContract(start));
