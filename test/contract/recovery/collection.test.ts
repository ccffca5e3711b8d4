/** Crashes of data collection in a process of its own, over both buses. */
import {describe} from "vitest";
import {describeWithRedis} from "../../support/redis.js";
import {collectionContract} from "./collection-contract.js";

describe("collection over the bus in the database", () => collectionContract(null));
describeWithRedis("collection over Redis", (start) => collectionContract(start));
