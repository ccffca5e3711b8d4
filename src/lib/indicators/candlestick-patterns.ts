/**
 * Candlestick patterns by TA-Lib's definitions (after Morris 1992): 100 for one that is read as bullish, -100 for a
 * bearish one, 0 for none; 80 where two bodies end at the same price, so that the pattern is only just there.
 * Our own rather than technicalindicators', whose rules differ (see the decision record).
 */
import type {OpenHighLowClose} from "./candle-arrays.js";
import {CandleShapes} from "./candle-shapes.js";

export interface CandlestickPattern {
  /** Candles needed before the first answer, that one included. */
  readonly candles: number;
  /** -100 to 100 for the newest candle. */
  readonly recognize: (shapes: CandleShapes) => number;
}

const found = (is: boolean, value = 100) => (is ? value : 0);

const hasSmallBody = (shapes: CandleShapes) => shapes.body(0) < shapes.threshold("shortBody", 0);
const isDoji = (shapes: CandleShapes) => shapes.body(0) <= shapes.threshold("dojiBody", 0);
const lacksUpper = (shapes: CandleShapes, age = 0) =>
  shapes.upperShadow(age) < shapes.threshold("veryShortShadow", age);
const lacksLower = (shapes: CandleShapes, age = 0) =>
  shapes.lowerShadow(age) < shapes.threshold("veryShortShadow", age);
const hasLongUpper = (shapes: CandleShapes) => shapes.upperShadow(0) > shapes.threshold("longShadow", 0);
const hasLongLower = (shapes: CandleShapes) => shapes.lowerShadow(0) > shapes.threshold("longShadow", 0);
const hasLongBody = (shapes: CandleShapes, age: number) => shapes.body(age) > shapes.threshold("longBody", age);

/** A white candle without upper shadow that opens within or near the last body and goes on. */
function isSoldier(shapes: CandleShapes, age: number): boolean {
  const before = age + 1;
  return (
    shapes.color(age) === 1 &&
    lacksUpper(shapes, age) &&
    shapes.close(age) > shapes.close(before) &&
    shapes.open(age) > shapes.open(before) &&
    shapes.open(age) <= shapes.close(before) + shapes.threshold("near", before) &&
    shapes.body(age) > shapes.body(before) - shapes.threshold("far", before)
  );
}

/** A black candle without lower shadow that opens within the last body and closes lower. */
function isCrow(shapes: CandleShapes, age: number): boolean {
  const before = age + 1;
  return (
    shapes.color(age) === -1 &&
    lacksLower(shapes, age) &&
    shapes.open(age) < shapes.open(before) &&
    shapes.open(age) > shapes.close(before) &&
    shapes.close(age) < shapes.close(before)
  );
}

/** Whether one span of prices lies within another: 100 strictly, 80 with one end shared, 0 not at all. */
function within(inner: {top: number; bottom: number}, outer: {top: number; bottom: number}): number {
  if (inner.top < outer.top && inner.bottom > outer.bottom) return 100;
  return inner.top <= outer.top && inner.bottom >= outer.bottom ? 80 : 0;
}

const bodyOf = (shapes: CandleShapes, age: number) => ({top: shapes.bodyTop(age), bottom: shapes.bodyBottom(age)});

function engulfing(shapes: CandleShapes): number {
  const color = shapes.color(0);
  const last = bodyOf(shapes, 1);
  const now = bodyOf(shapes, 0);
  if (color === shapes.color(1) || (last.top === now.top && last.bottom === now.bottom)) return 0;
  const strength = within(last, now);
  return strength === 0 ? 0 : color * strength;
}

function harami(shapes: CandleShapes): number {
  const isSmall = shapes.body(0) <= shapes.threshold("shortBody", 0);
  const strength = isSmall && hasLongBody(shapes, 1) ? within(bodyOf(shapes, 0), bodyOf(shapes, 1)) : 0;
  return strength === 0 ? 0 : -shapes.color(1) * strength;
}

function threeWhiteSoldiers(shapes: CandleShapes): number {
  const isFirst = shapes.color(2) === 1 && lacksUpper(shapes, 2);
  const isBig = shapes.body(0) > shapes.threshold("shortBody", 0);
  return found(isFirst && isSoldier(shapes, 1) && isSoldier(shapes, 0) && isBig);
}

function threeBlackCrows(shapes: CandleShapes): number {
  const isFirst = shapes.color(3) === 1 && shapes.color(2) === -1 && lacksLower(shapes, 2);
  const isUnderHigh = shapes.high(3) > shapes.close(2);
  return found(isFirst && isUnderHigh && isCrow(shapes, 1) && isCrow(shapes, 0), -100);
}

function piercing(shapes: CandleShapes): number {
  const areLong = shapes.color(1) === -1 && shapes.color(0) === 1 && hasLongBody(shapes, 1) && hasLongBody(shapes, 0);
  const isDeep = shapes.close(0) > shapes.close(1) + shapes.body(1) * 0.5;
  return found(areLong && shapes.open(0) < shapes.low(1) && shapes.close(0) < shapes.open(1) && isDeep);
}

function spinningTop(shapes: CandleShapes): number {
  const body = shapes.body(0);
  const isTop = hasSmallBody(shapes) && shapes.upperShadow(0) > body && shapes.lowerShadow(0) > body;
  return found(isTop, 100 * shapes.color(0));
}

function marubozu(shapes: CandleShapes): number {
  return found(hasLongBody(shapes, 0) && lacksUpper(shapes) && lacksLower(shapes), 100 * shapes.color(0));
}

/** A small body with a long lower shadow and no upper one: hammer after a fall, hanging man after a rise. */
const hasHammerShape = (shapes: CandleShapes) => hasLongLower(shapes) && hasSmallBody(shapes) && lacksUpper(shapes);
/** The same upside down: inverted hammer after a fall, shooting star after a rise. */
const hasStarShape = (shapes: CandleShapes) => hasLongUpper(shapes) && hasSmallBody(shapes) && lacksLower(shapes);

export const CANDLESTICK_PATTERNS = {
  engulfing: {candles: 3, recognize: engulfing},
  hammer: {
    candles: 12,
    recognize: (shapes) =>
      found(hasHammerShape(shapes) && shapes.bodyBottom(0) <= shapes.low(1) + shapes.threshold("near", 1))
  },
  hangingMan: {
    candles: 12,
    recognize: (shapes) =>
      found(hasHammerShape(shapes) && shapes.bodyBottom(0) >= shapes.high(1) - shapes.threshold("near", 1), -100)
  },
  invertedHammer: {
    candles: 12,
    recognize: (shapes) => found(hasStarShape(shapes) && shapes.bodyTop(0) < shapes.bodyBottom(1))
  },
  shootingStar: {
    candles: 12,
    recognize: (shapes) => found(hasStarShape(shapes) && shapes.bodyBottom(0) > shapes.bodyTop(1), -100)
  },
  doji: {candles: 11, recognize: (shapes) => found(isDoji(shapes))},
  dragonflyDoji: {
    candles: 11,
    recognize: (shapes) => found(isDoji(shapes) && lacksUpper(shapes) && !isLowerWithin(shapes))
  },
  gravestoneDoji: {
    candles: 11,
    recognize: (shapes) => found(isDoji(shapes) && lacksLower(shapes) && !isUpperWithin(shapes))
  },
  marubozu: {candles: 11, recognize: marubozu},
  spinningTop: {candles: 11, recognize: spinningTop},
  harami: {candles: 12, recognize: harami},
  piercing: {candles: 12, recognize: piercing},
  threeWhiteSoldiers: {candles: 13, recognize: threeWhiteSoldiers},
  threeBlackCrows: {candles: 14, recognize: threeBlackCrows}
} as const satisfies Record<string, CandlestickPattern>;

export type CandlestickPatternName = keyof typeof CANDLESTICK_PATTERNS;

function isLowerWithin(shapes: CandleShapes): boolean {
  return shapes.lowerShadow(0) <= shapes.threshold("veryShortShadow", 0);
}

function isUpperWithin(shapes: CandleShapes): boolean {
  return shapes.upperShadow(0) <= shapes.threshold("veryShortShadow", 0);
}

/** -100 to 100 for each candle; NaN until the pattern and its averages have their candles. */
export function candlestickPattern(
  {open, high, low, close}: OpenHighLowClose,
  name: CandlestickPatternName
): Float64Array {
  const {candles, recognize} = CANDLESTICK_PATTERNS[name];
  const shapes = new CandleShapes();
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    shapes.update({
      open: open[i] as number,
      high: high[i] as number,
      low: low[i] as number,
      close: close[i] as number
    });
    out[i] = i + 1 < candles ? Number.NaN : recognize(shapes);
  }
  return out;
}
