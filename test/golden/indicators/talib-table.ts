/** Our indicator for each of TA-Lib's names, from columns and TA-Lib's parameters to TA-Lib's outputs. */
import {assert, present} from "../../../src/lib/core/assert.js";
import {adaptiveAverage} from "../../../src/lib/indicators/adaptive-average.js";
import {type AroonColumns, aroon} from "../../../src/lib/indicators/aroon.js";
import {absoluteOscillator, percentageOscillator} from "../../../src/lib/indicators/average-oscillator.js";
import {balanceOfPower} from "../../../src/lib/indicators/balance-of-power.js";
import type {CandlestickPatternName} from "../../../src/lib/indicators/candlestick-patterns.js";
import {momentumOf, rateOfChange} from "../../../src/lib/indicators/change.js";
import {commodityChannelIndex} from "../../../src/lib/indicators/commodity-channel.js";
import {
  type Bands,
  bollingerBands,
  windowDeviation,
  windowVariance
} from "../../../src/lib/indicators/deviation-bands.js";
import {
  averageDirectionalIndex,
  directionalMovement,
  directionalRating
} from "../../../src/lib/indicators/directional-movement.js";
import {exponentialAverage} from "../../../src/lib/indicators/exponential-average.js";
import {
  doubleExponentialAverage,
  triangularAverage,
  tripleExponentialAverage,
  trix
} from "../../../src/lib/indicators/layered-averages.js";
import {type LineColumns, lineFit} from "../../../src/lib/indicators/line-fit.js";
import {type MacdColumns, macd} from "../../../src/lib/indicators/macd.js";
import {moneyFlowIndex} from "../../../src/lib/indicators/money-flow.js";
import {parabolicStop} from "../../../src/lib/indicators/parabolic-stop.js";
import {chandeMomentum, relativeStrengthIndex} from "../../../src/lib/indicators/relative-strength.js";
import {simpleAverage} from "../../../src/lib/indicators/simple-average.js";
import {rangeMiddle, type StochasticColumns, stochastic, williamsR} from "../../../src/lib/indicators/stochastic.js";
import {averageTrueRange, normalizedTrueRange, trueRange} from "../../../src/lib/indicators/true-range.js";
import {ultimateOscillator} from "../../../src/lib/indicators/ultimate-oscillator.js";
import {accumulationLine, chaikinOscillator, onBalanceVolume} from "../../../src/lib/indicators/volume-lines.js";
import {weightedAverage} from "../../../src/lib/indicators/weighted-average.js";
import {windowBeta, windowCorrelation} from "../../../src/lib/indicators/window-comoments.js";
import {windowMaximum, windowMinimum} from "../../../src/lib/indicators/window-extreme.js";

export interface Ohlcv {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

type Outputs = Readonly<Record<string, Float64Array>>;
/** @param out outputs of an earlier call over as many candles, to be written over */
type Compute = (candles: Ohlcv, parameters: readonly number[], out?: Outputs) => Outputs;

/** TA-Lib's code of the simple moving average, the only one our oscillators use. */
const SIMPLE = 0;

const number = (parameters: readonly number[], index: number) => present(parameters[index], `parameter ${index}`);

const one =
  (name: string, compute: (values: Float64Array, length: number, out?: Float64Array) => Float64Array): Compute =>
  ({close}, parameters, out) => ({[name]: compute(close, number(parameters, 0), out?.[name])});

function onlySimple(kind: number | undefined): void {
  assert(kind === undefined || kind === SIMPLE, `averages of kind ${SIMPLE} are covered, not ${kind}`);
}

const times = (values: Float64Array, factor: number) => values.map((value) => factor * value);

export const TALIB_INDICATORS: Readonly<Record<string, Compute>> = {
  SMA: one("sma", simpleAverage),
  EMA: one("ema", exponentialAverage),
  WMA: one("wma", weightedAverage),
  DEMA: one("dema", doubleExponentialAverage),
  TEMA: one("tema", tripleExponentialAverage),
  KAMA: one("kama", adaptiveAverage),
  TRIMA: one("trima", triangularAverage),
  RSI: one("rsi", relativeStrengthIndex),
  CMO: one("cmo", chandeMomentum),
  TRIX: one("trix", trix),
  MOM: one("mom", momentumOf),
  ROCP: one("rocp", rateOfChange),
  ROC: ({close}, p) => ({roc: times(rateOfChange(close, number(p, 0)), 100)}),
  MIN: one("min", windowMinimum),
  MAX: one("max", windowMaximum),
  MINMAX: ({close}, p) => ({min: windowMinimum(close, number(p, 0)), max: windowMaximum(close, number(p, 0))}),
  MIDPOINT: ({close}, p) => ({midpoint: rangeMiddle({high: close, low: close}, number(p, 0))}),
  MIDPRICE: (candles, p, out) => ({midprice: rangeMiddle(candles, number(p, 0), out?.midprice)}),
  VAR: one("variancePopulation", windowVariance),
  STDDEV: ({close}, p, out) => {
    const deviation = windowDeviation(close, number(p, 0), out?.stddevPopulation);
    return {stddevPopulation: p[1] === 1 ? deviation : times(deviation, p[1] ?? 1)};
  },
  LINEARREG: ({close}, p, out) => {
    const columns = lineFit(close, number(p, 0), out as LineColumns | undefined);
    return {...columns, linearReg: columns.value};
  },
  LINEARREG_SLOPE: ({close}, p) => ({slope: lineFit(close, number(p, 0)).slope}),
  TSF: ({close}, p) => ({tsf: lineFit(close, number(p, 0)).forecast}),
  BBANDS: ({close}, p, out) => {
    onlySimple(p[3]);
    const width = {length: number(p, 0), up: number(p, 1), down: number(p, 2)};
    return {...bollingerBands(close, width, out as Bands | undefined)};
  },
  MACD: ({close}, p, out) => {
    const lengths = {fast: number(p, 0), slow: number(p, 1), signal: number(p, 2)};
    return {...macd(close, lengths, out as MacdColumns | undefined)};
  },
  PPO: ({close}, p, out) => {
    onlySimple(p[2]);
    return {ppo: percentageOscillator(close, {fast: number(p, 0), slow: number(p, 1)}, out?.ppo)};
  },
  APO: ({close}, p, out) => {
    onlySimple(p[2]);
    return {apo: absoluteOscillator(close, {fast: number(p, 0), slow: number(p, 1)}, out?.apo)};
  },
  TRANGE: (candles, _, out) => ({trueRange: trueRange(candles, out?.trueRange)}),
  ATR: (candles, p, out) => ({atr: averageTrueRange(candles, number(p, 0), out?.atr)}),
  NATR: (candles, p, out) => ({natr: normalizedTrueRange(candles, number(p, 0), out?.natr)}),
  ADX: (candles, p, out) => ({adx: averageDirectionalIndex(candles, number(p, 0), out?.adx)}),
  ADXR: (candles, p, out) => ({adxr: directionalRating(candles, number(p, 0), out?.adxr)}),
  PLUS_DI: (candles, p) => ({plusDi: directionalMovement(candles, number(p, 0)).plusDi}),
  MINUS_DI: (candles, p) => ({minusDi: directionalMovement(candles, number(p, 0)).minusDi}),
  DX: (candles, p) => ({dx: directionalMovement(candles, number(p, 0)).dx}),
  CCI: (candles, p, out) => ({cci: commodityChannelIndex(candles, number(p, 0), out?.cci)}),
  MFI: (candles, p, out) => ({mfi: moneyFlowIndex(candles, number(p, 0), out?.mfi)}),
  OBV: (candles, _, out) => ({obv: onBalanceVolume(candles, out?.obv)}),
  AD: (candles, _, out) => ({ad: accumulationLine(candles, out?.ad)}),
  ADOSC: (candles, p, out) => ({
    adosc: chaikinOscillator(candles, {fast: number(p, 0), slow: number(p, 1)}, out?.adosc)
  }),
  STOCH: (candles, p, out) => {
    onlySimple(p[2]);
    onlySimple(p[4]);
    const lengths = {range: number(p, 0), slowing: number(p, 1), signal: number(p, 3)};
    const {k, d} = stochastic(candles, lengths, out as StochasticColumns | undefined);
    return {k, d, slowK: k, slowD: d};
  },
  STOCHF: (candles, p) => {
    onlySimple(p[2]);
    const {k, d} = stochastic(candles, {range: number(p, 0), slowing: 1, signal: number(p, 1)});
    return {fastK: k, fastD: d};
  },
  WILLR: (candles, p, out) => ({willr: williamsR(candles, number(p, 0), out?.willr)}),
  ULTOSC: (candles, p, out) => ({
    ultosc: ultimateOscillator(candles, [number(p, 0), number(p, 1), number(p, 2)], out?.ultosc)
  }),
  AROON: (candles, p, out) => ({...aroon(candles, number(p, 0), out as AroonColumns | undefined)}),
  AROONOSC: (candles, p) => ({aroonOsc: aroon(candles, number(p, 0)).oscillator}),
  SAR: (candles, p, out) => ({
    sar: parabolicStop(candles, {step: number(p, 0), maximum: number(p, 1)}, out?.sar)
  }),
  BOP: (candles, _, out) => ({bop: balanceOfPower(candles, out?.bop)}),
  CORREL: ({high, low}, p, out) => ({correl: windowCorrelation({x: high, y: low}, number(p, 0), out?.correl)}),
  BETA: ({high, low}, p, out) => {
    const x = rateOfChange(high, 1, out?.x);
    const y = rateOfChange(low, 1, out?.y);
    return {beta: windowBeta({x, y}, number(p, 0), out?.beta), x, y};
  }
};

export const TALIB_PATTERNS: Readonly<Record<string, CandlestickPatternName>> = {
  CDLENGULFING: "engulfing",
  CDLHAMMER: "hammer",
  CDLHANGINGMAN: "hangingMan",
  CDLINVERTEDHAMMER: "invertedHammer",
  CDLSHOOTINGSTAR: "shootingStar",
  CDLDOJI: "doji",
  CDLDRAGONFLYDOJI: "dragonflyDoji",
  CDLGRAVESTONEDOJI: "gravestoneDoji",
  CDLMARUBOZU: "marubozu",
  CDLSPINNINGTOP: "spinningTop",
  CDLHARAMI: "harami",
  CDLPIERCING: "piercing",
  CDL3WHITESOLDIERS: "threeWhiteSoldiers",
  CDL3BLACKCROWS: "threeBlackCrows"
};
