/** Our indicator for each of TA-Lib's names, from columns and TA-Lib's parameters to TA-Lib's outputs. */
import {assert, present} from "../../../src/lib/core/assert.js";
import {adaptiveAverage} from "../../../src/lib/indicators/adaptive-average.js";
import {aroon} from "../../../src/lib/indicators/aroon.js";
import {absoluteOscillator, percentageOscillator} from "../../../src/lib/indicators/average-oscillator.js";
import {balanceOfPower} from "../../../src/lib/indicators/balance-of-power.js";
import type {CandlestickPatternName} from "../../../src/lib/indicators/candlestick-patterns.js";
import {momentumOf, rateOfChange} from "../../../src/lib/indicators/change.js";
import {commodityChannelIndex} from "../../../src/lib/indicators/commodity-channel.js";
import {bollingerBands, windowDeviation, windowVariance} from "../../../src/lib/indicators/deviation-bands.js";
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
import {lineFit} from "../../../src/lib/indicators/line-fit.js";
import {macd} from "../../../src/lib/indicators/macd.js";
import {moneyFlowIndex} from "../../../src/lib/indicators/money-flow.js";
import {parabolicStop} from "../../../src/lib/indicators/parabolic-stop.js";
import {chandeMomentum, relativeStrengthIndex} from "../../../src/lib/indicators/relative-strength.js";
import {simpleAverage} from "../../../src/lib/indicators/simple-average.js";
import {rangeMiddle, stochastic, williamsR} from "../../../src/lib/indicators/stochastic.js";
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
type Compute = (candles: Ohlcv, parameters: readonly number[]) => Outputs;

/** TA-Lib's code of the simple moving average, the only one our oscillators use. */
const SIMPLE = 0;

const number = (parameters: readonly number[], index: number) => present(parameters[index], `parameter ${index}`);

const one =
  (name: string, compute: (values: Float64Array, length: number) => Float64Array): Compute =>
  ({close}, parameters) => ({[name]: compute(close, number(parameters, 0))});

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
  MIDPRICE: (candles, p) => ({midprice: rangeMiddle(candles, number(p, 0))}),
  VAR: one("variancePopulation", windowVariance),
  STDDEV: ({close}, p) => ({stddevPopulation: times(windowDeviation(close, number(p, 0)), p[1] ?? 1)}),
  LINEARREG: ({close}, p) => ({linearReg: lineFit(close, number(p, 0)).value}),
  LINEARREG_SLOPE: ({close}, p) => ({slope: lineFit(close, number(p, 0)).slope}),
  TSF: ({close}, p) => ({tsf: lineFit(close, number(p, 0)).forecast}),
  BBANDS: ({close}, p) => {
    onlySimple(p[3]);
    return {...bollingerBands(close, {length: number(p, 0), up: number(p, 1), down: number(p, 2)})};
  },
  MACD: ({close}, p) => ({...macd(close, {fast: number(p, 0), slow: number(p, 1), signal: number(p, 2)})}),
  PPO: ({close}, p) => {
    onlySimple(p[2]);
    return {ppo: percentageOscillator(close, {fast: number(p, 0), slow: number(p, 1)})};
  },
  APO: ({close}, p) => {
    onlySimple(p[2]);
    return {apo: absoluteOscillator(close, {fast: number(p, 0), slow: number(p, 1)})};
  },
  TRANGE: (candles) => ({trueRange: trueRange(candles)}),
  ATR: (candles, p) => ({atr: averageTrueRange(candles, number(p, 0))}),
  NATR: (candles, p) => ({natr: normalizedTrueRange(candles, number(p, 0))}),
  ADX: (candles, p) => ({adx: averageDirectionalIndex(candles, number(p, 0))}),
  ADXR: (candles, p) => ({adxr: directionalRating(candles, number(p, 0))}),
  PLUS_DI: (candles, p) => ({plusDi: directionalMovement(candles, number(p, 0)).plusDi}),
  MINUS_DI: (candles, p) => ({minusDi: directionalMovement(candles, number(p, 0)).minusDi}),
  DX: (candles, p) => ({dx: directionalMovement(candles, number(p, 0)).dx}),
  CCI: (candles, p) => ({cci: commodityChannelIndex(candles, number(p, 0))}),
  MFI: (candles, p) => ({mfi: moneyFlowIndex(candles, number(p, 0))}),
  OBV: (candles) => ({obv: onBalanceVolume(candles)}),
  AD: (candles) => ({ad: accumulationLine(candles)}),
  ADOSC: (candles, p) => ({adosc: chaikinOscillator(candles, {fast: number(p, 0), slow: number(p, 1)})}),
  STOCH: (candles, p) => {
    onlySimple(p[2]);
    onlySimple(p[4]);
    const {k, d} = stochastic(candles, {range: number(p, 0), slowing: number(p, 1), signal: number(p, 3)});
    return {slowK: k, slowD: d};
  },
  STOCHF: (candles, p) => {
    onlySimple(p[2]);
    const {k, d} = stochastic(candles, {range: number(p, 0), slowing: 1, signal: number(p, 1)});
    return {fastK: k, fastD: d};
  },
  WILLR: (candles, p) => ({willr: williamsR(candles, number(p, 0))}),
  ULTOSC: (candles, p) => ({ultosc: ultimateOscillator(candles, [number(p, 0), number(p, 1), number(p, 2)])}),
  AROON: (candles, p) => {
    const {up, down} = aroon(candles, number(p, 0));
    return {up, down};
  },
  AROONOSC: (candles, p) => ({aroonOsc: aroon(candles, number(p, 0)).oscillator}),
  SAR: (candles, p) => ({sar: parabolicStop(candles, {step: number(p, 0), maximum: number(p, 1)})}),
  BOP: (candles) => ({bop: balanceOfPower(candles)}),
  CORREL: ({high, low}, p) => ({correl: windowCorrelation({x: high, y: low}, number(p, 0))}),
  BETA: ({high, low}, p) => ({beta: windowBeta({x: rateOfChange(high, 1), y: rateOfChange(low, 1)}, number(p, 0))})
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
