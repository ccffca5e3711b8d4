import {describe, expect, it} from "vitest";
import {archiveName, ccxtSymbol} from "../../../src/loaders/archives/archive-name.js";

describe("archiveName", () => {
  it.each([
    ["m/bitstamp/1h/BTCUSD.csv.gz", "BTCUSD.csv", "bitstamp", "BTC/USD", "1h", null, false],
    ["m/binance-usdm/1m/FILUSDT.csv.gz", "FILUSDT.csv", "binance-usdm", "FIL/USDT", "1m", null, true],
    ["m/coinbase/4h/BTC-USD.csv.gz", "BTC-USD.csv", "coinbase", "BTC/USD", "4h", null, false],
    ["m/coinmarketcap/1d/DOGE.csv.gz", "DOGE.csv", "coinmarketcap", "DOGE/USD", "1d", null, false],
    ["m/htx/funding/BTCUSDT.csv.gz", "BTCUSDT.csv", "htx", "BTC/USDT", null, "funding", true],
    ["x/NEARUSDT-1m-2023-02.zip", "NEARUSDT-1m-2023-02.csv", "binance", "NEAR/USDT", "1m", null, false],
    [
      "x/ETHBTC-aggTrades-2023-02-01.zip",
      "ETHBTC-aggTrades-2023-02-01.csv",
      "binance",
      "ETH/BTC",
      null,
      "aggTrades",
      false
    ],
    ["data/futures/um/SOLUSDT-1h-2023-02.csv", "SOLUSDT-1h-2023-02.csv", "binance", "SOL/USDT", "1h", null, true],
    ["x/coinbase/1h/DOTUSD.csv", "DOTUSD.csv", "coinbase", "DOT/USD", "1h", null, false],
    ["x/binance/1h/DOTBUSD.csv", "DOTBUSD.csv", "binance", "DOT/BUSD", "1h", null, false],
    ["x/kraken/XBTUSD_60.csv", "XBTUSD_60.csv", "kraken", "XBT/USD", null, null, false],
    ["x/binance/1h/SWAPUSDT.csv", "SWAPUSDT.csv", "binance", "SWAP/USDT", "1h", null, false],
    ["x/okx-swap/1h/SOLUSDT.csv", "SOLUSDT.csv", "okx-swap", "SOL/USDT", "1h", null, true],
    ["user/data/kraken/BTC_EUR-1d.json", "BTC_EUR-1d.json", "kraken", "BTC/EUR", "1d", null, false],
    [
      "x/coinbase_candles_BTC-USD-PT1D-2023.json",
      "coinbase_candles_BTC-USD-PT1D-2023.json",
      "coinbase",
      "BTC/USD",
      "1d",
      null,
      false
    ],
    [
      "m/binance-usdm/open_interest_4h/BTCUSDT.csv",
      "BTCUSDT.csv",
      "binance-usdm",
      "BTC/USDT",
      null,
      "open_interest",
      true
    ],
    [
      "x/BTCUSDT-metrics-2024-01-01.zip",
      "BTCUSDT-metrics-2024-01-01.csv",
      "binance-usdm",
      "BTC/USDT",
      null,
      "open_interest",
      true
    ],
    ["x/Binance_BNBUSDT_d.csv", "Binance_BNBUSDT_d.csv", "binance", "BNB/USDT", "1d", null, false],
    ["x/candles.csv", "candles.csv", null, null, null, null, false]
  ] as const)("reads %s", (path, entry, exchange, symbol, timeframe, kind, isPerpetual) => {
    const venue = path.includes("futures") ? "binance-usdm" : exchange;
    expect(archiveName(path, entry)).toEqual({exchange: venue, symbol, timeframe, kind, isPerpetual});
  });
});

describe("ccxtSymbol", () => {
  it("finds where base and quote part, and refuses what has no quote it knows", () => {
    expect(ccxtSymbol("1000SHIBUSDT")).toBe("1000SHIB/USDT");
    expect(ccxtSymbol("btcusd")).toBe("BTC/USD");
    expect(ccxtSymbol("ETH_BTC")).toBe("ETH/BTC");
    expect(ccxtSymbol("candles_BTC")).toBeNull();
    expect(ccxtSymbol("USDT")).toBeNull();
    expect(ccxtSymbol("2023")).toBeNull();
  });
});
