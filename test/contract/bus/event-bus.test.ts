/** Both buses under the one contract. */
import {describe} from "vitest";
import {describeWithRedis} from "../../support/redis.js";
import {postgresUnderTest, redisUnderTest} from "./bus-under-test.js";
import {deliveryContract} from "./delivery-contract.js";
import {failureContract} from "./failure-contract.js";
import {retentionContract} from "./retention-contract.js";

const contracts = [deliveryContract, failureContract, retentionContract];

describe("the event bus over Postgres", () => {
  for (const contract of contracts) contract(postgresUnderTest);
});

describeWithRedis("the event bus over Redis", (start) => {
  for (const contract of contracts) contract(() => redisUnderTest(start));
});
