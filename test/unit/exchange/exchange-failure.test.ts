import * as ccxt from "ccxt";
import {describe, expect, it} from "vitest";
import {OperatingError} from "../../../src/lib/core/operating-error.js";
import {classifyExchangeFailure, exchangeError} from "../../../src/loaders/exchange/exchange-failure.js";
import {askWithRetry} from "../../../src/loaders/exchange/retry-exchange.js";

const policy = {attempts: 4, longestWaitMs: 0, waitFactor: 0};

describe("exchange failures", () => {
  it.each([
    [new ccxt.RateLimitExceeded("429"), "EXCHANGE_RATE_LIMITED", true],
    [new ccxt.DDoSProtection("418"), "EXCHANGE_RATE_LIMITED", true],
    [new ccxt.OnMaintenance("down"), "EXCHANGE_MAINTENANCE", true],
    [new ccxt.ExchangeNotAvailable("502"), "EXCHANGE_UNAVAILABLE", true],
    [new ccxt.RequestTimeout("slow"), "EXCHANGE_TIMEOUT", true],
    [new ccxt.NetworkError("reset"), "EXCHANGE_UNREACHABLE", true],
    [new ccxt.BadSymbol("no"), "EXCHANGE_NO_SYMBOL", false],
    [new ccxt.OperationFailed("-1001"), "EXCHANGE_BROKEN_ANSWER", true],
    [new ccxt.RestrictedLocation("451"), "EXCHANGE_REFUSED", false],
    [new ccxt.ExchangeError('{"code":-1,"msg":"Service unavailable."}'), "EXCHANGE_UNAVAILABLE", true],
    [new TypeError("terminated"), "EXCHANGE_UNREACHABLE", true],
    [new SyntaxError("Unexpected end of JSON input"), "EXCHANGE_BROKEN_ANSWER", true],
    [new ccxt.ExchangeError("something new"), "EXCHANGE_FAILED", false]
  ])("classifies %s", (error, code, retryable) => {
    expect(classifyExchangeFailure(error)).toMatchObject({code, retryable});
  });

  it("says who was asked for what, and what to do", () => {
    const error = exchangeError("kraken", "candles of BTC/USDT 1h", new ccxt.NetworkError("getaddrinfo ENOTFOUND"));
    expect(error).toBeInstanceOf(OperatingError);
    expect(error.message).toMatch(/kraken: candles of BTC\/USDT 1h failed: .*ENOTFOUND.*What to do: check the network/);
  });
});

describe("askWithRetry", () => {
  const failing = (times: number, error: Error) => {
    let calls = 0;
    const ask = async () => {
      calls++;
      if (calls <= times) throw error;
      return calls;
    };
    return {exchange: "kraken", asked: "the time", ask};
  };

  it("asks again until an answer comes", async () => {
    await expect(askWithRetry(failing(3, new ccxt.NetworkError("reset")), policy)).resolves.toBe(4);
  });

  it("gives up after its attempts with the typed failure", async () => {
    const question = failing(4, new ccxt.RequestTimeout("slow"));
    await expect(askWithRetry(question, policy)).rejects.toMatchObject({code: "EXCHANGE_TIMEOUT", retryable: true});
  });

  it("does not ask again where that cannot help", async () => {
    const retries: number[] = [];
    const question = failing(1, new ccxt.BadSymbol("no"));
    const telling = {...policy, onRetry: ({attempt}: {attempt: number}) => retries.push(attempt)};
    await expect(askWithRetry(question, telling)).rejects.toMatchObject({code: "EXCHANGE_NO_SYMBOL"});
    expect(retries).toEqual([]);
  });
});
