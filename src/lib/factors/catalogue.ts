/** The catalogue: every factor definition there is. Adding a factor is one file in catalogue/ and its lines here. */
import {adx} from "./catalogue/adx.js";
import {amihud} from "./catalogue/amihud.js";
import {aroonOscillator} from "./catalogue/aroon-oscillator.js";
import {atrRatio} from "./catalogue/atr-ratio.js";
import {autocorrelation} from "./catalogue/autocorrelation.js";
import {averageCross} from "./catalogue/average-cross.js";
import {averageDistance} from "./catalogue/average-distance.js";
import {basis} from "./catalogue/basis.js";
import {basisZscore} from "./catalogue/basis-zscore.js";
import {bollingerPosition} from "./catalogue/bollinger-position.js";
import {bollingerWidth} from "./catalogue/bollinger-width.js";
import {bookImbalanceFactor} from "./catalogue/book-imbalance.js";
import {btcBeta} from "./catalogue/btc-beta.js";
import {btcCatchUp} from "./catalogue/btc-catch-up.js";
import {btcCorrelation} from "./catalogue/btc-correlation.js";
import {btcLaggedBeta} from "./catalogue/btc-lagged-beta.js";
import {btcRelativeReturn} from "./catalogue/btc-relative-return.js";
import {btcResidualVolatility} from "./catalogue/btc-residual-volatility.js";
import {btcReturn} from "./catalogue/btc-return.js";
import {bulkFlow} from "./catalogue/bulk-flow.js";
import {cci} from "./catalogue/cci.js";
import {chaikinFlow} from "./catalogue/chaikin-flow.js";
import {chaikinOscillator} from "./catalogue/chaikin-oscillator.js";
import {choppiness} from "./catalogue/choppiness.js";
import {cmo} from "./catalogue/cmo.js";
import {corwinSchultzSpread} from "./catalogue/corwin-schultz-spread.js";
import {dayOfWeekCos} from "./catalogue/day-of-week-cos.js";
import {dayOfWeekSin} from "./catalogue/day-of-week-sin.js";
import {directionalBalance} from "./catalogue/directional-balance.js";
import {donchianPosition} from "./catalogue/donchian-position.js";
import {downsideVolatility} from "./catalogue/downside-volatility.js";
import {drawdown} from "./catalogue/drawdown.js";
import {efficiencyRatio} from "./catalogue/efficiency-ratio.js";
import {emaDistance} from "./catalogue/ema-distance.js";
import {fractionalReturn} from "./catalogue/fractional-return.js";
import {fundingRate} from "./catalogue/funding-rate.js";
import {fundingZscore} from "./catalogue/funding-zscore.js";
import {garmanKlass} from "./catalogue/garman-klass.js";
import {highDistance} from "./catalogue/high-distance.js";
import {hourOfDayCos} from "./catalogue/hour-of-day-cos.js";
import {hourOfDaySin} from "./catalogue/hour-of-day-sin.js";
import {ichimokuDistance} from "./catalogue/ichimoku-distance.js";
import {jumpShare} from "./catalogue/jump-share.js";
import {kbarBody} from "./catalogue/kbar-body.js";
import {kbarBodyShare} from "./catalogue/kbar-body-share.js";
import {kbarLowerShadow} from "./catalogue/kbar-lower-shadow.js";
import {kbarRange} from "./catalogue/kbar-range.js";
import {kbarShift} from "./catalogue/kbar-shift.js";
import {kbarUpperShadow} from "./catalogue/kbar-upper-shadow.js";
import {kurtosis} from "./catalogue/kurtosis.js";
import {kyleLambda} from "./catalogue/kyle-lambda.js";
import {liquidationImbalance} from "./catalogue/liquidation-imbalance.js";
import {longShortRatio} from "./catalogue/long-short-ratio.js";
import {macdHistogram} from "./catalogue/macd-histogram.js";
import {maximumReturn} from "./catalogue/maximum-return.js";
import {mfi} from "./catalogue/mfi.js";
import {micropriceDistance} from "./catalogue/microprice-distance.js";
import {minimumReturn} from "./catalogue/minimum-return.js";
import {momentum} from "./catalogue/momentum.js";
import {momentumRank} from "./catalogue/momentum-rank.js";
import {momentumSkip} from "./catalogue/momentum-skip.js";
import {obvSlope} from "./catalogue/obv-slope.js";
import {openInterestChange} from "./catalogue/open-interest-change.js";
import {openInterestTurnover} from "./catalogue/open-interest-turnover.js";
import {orderFlowImbalance} from "./catalogue/order-flow-imbalance.js";
import {parabolicDistance} from "./catalogue/parabolic-distance.js";
import {parkinson} from "./catalogue/parkinson.js";
import {patternEngulfing} from "./catalogue/pattern-engulfing.js";
import {patternHammer} from "./catalogue/pattern-hammer.js";
import {priceVolumeCorrelation} from "./catalogue/price-volume-correlation.js";
import {quotedSpread} from "./catalogue/quoted-spread.js";
import {rangeExpansion} from "./catalogue/range-expansion.js";
import {relativeStrength} from "./catalogue/relative-strength.js";
import {lastReturn} from "./catalogue/return.js";
import {reversalRank} from "./catalogue/reversal-rank.js";
import {reversalStrength} from "./catalogue/reversal-strength.js";
import {rogersSatchell} from "./catalogue/rogers-satchell.js";
import {rollSpreadFactor} from "./catalogue/roll-spread.js";
import {rsi} from "./catalogue/rsi.js";
import {skewness} from "./catalogue/skewness.js";
import {stochastic} from "./catalogue/stochastic.js";
import {tailRatio} from "./catalogue/tail-ratio.js";
import {takerImbalance} from "./catalogue/taker-imbalance.js";
import {tradeImbalance} from "./catalogue/trade-imbalance.js";
import {tradeSizeZscore} from "./catalogue/trade-size-zscore.js";
import {meanTradedValue} from "./catalogue/traded-value.js";
import {tradedValueRank} from "./catalogue/traded-value-rank.js";
import {trendFit} from "./catalogue/trend-fit.js";
import {trendSlope} from "./catalogue/trend-slope.js";
import {trix} from "./catalogue/trix.js";
import {ultimateOscillator} from "./catalogue/ultimate-oscillator.js";
import {upShare} from "./catalogue/up-share.js";
import {valueAtRisk} from "./catalogue/value-at-risk.js";
import {varianceRatio} from "./catalogue/variance-ratio.js";
import {volatility} from "./catalogue/volatility.js";
import {volatilityOfVolatility} from "./catalogue/volatility-of-volatility.js";
import {volatilityRank} from "./catalogue/volatility-rank.js";
import {volatilityRatio} from "./catalogue/volatility-ratio.js";
import {volatilitySkew} from "./catalogue/volatility-skew.js";
import {volumeRatio} from "./catalogue/volume-ratio.js";
import {volumeZscore} from "./catalogue/volume-zscore.js";
import {vwapDistance} from "./catalogue/vwap-distance.js";
import {weekend} from "./catalogue/weekend.js";
import {windowRank} from "./catalogue/window-rank.js";
import {yangZhang} from "./catalogue/yang-zhang.js";
import {zscore} from "./catalogue/zscore.js";
import type {FactorDefinition} from "./factor.js";

/** By family, in the order in which they are shown. */
export const FACTOR_DEFINITIONS: readonly FactorDefinition[] = [
  // momentum and trend
  adx,
  aroonOscillator,
  averageCross,
  directionalBalance,
  donchianPosition,
  efficiencyRatio,
  emaDistance,
  fractionalReturn,
  highDistance,
  ichimokuDistance,
  macdHistogram,
  momentumSkip,
  momentum,
  parabolicDistance,
  trendFit,
  trendSlope,
  trix,
  upShare,
  // mean reversion
  autocorrelation,
  averageDistance,
  bollingerPosition,
  cci,
  cmo,
  lastReturn,
  reversalStrength,
  rsi,
  stochastic,
  ultimateOscillator,
  windowRank,
  zscore,
  // volatility and range
  atrRatio,
  bollingerWidth,
  choppiness,
  downsideVolatility,
  garmanKlass,
  parkinson,
  rangeExpansion,
  rogersSatchell,
  volatilityOfVolatility,
  volatilityRatio,
  volatilitySkew,
  volatility,
  yangZhang,
  // volume and flow
  amihud,
  bookImbalanceFactor,
  bulkFlow,
  chaikinFlow,
  chaikinOscillator,
  corwinSchultzSpread,
  kyleLambda,
  mfi,
  micropriceDistance,
  obvSlope,
  orderFlowImbalance,
  priceVolumeCorrelation,
  quotedSpread,
  rollSpreadFactor,
  takerImbalance,
  tradeImbalance,
  tradeSizeZscore,
  meanTradedValue,
  volumeRatio,
  volumeZscore,
  vwapDistance,
  // candlestick shape
  kbarBodyShare,
  kbarBody,
  kbarLowerShadow,
  kbarRange,
  kbarShift,
  kbarUpperShadow,
  patternEngulfing,
  patternHammer,
  // cross sectional
  momentumRank,
  relativeStrength,
  reversalRank,
  tradedValueRank,
  volatilityRank,
  // lead lag
  btcBeta,
  btcCatchUp,
  btcCorrelation,
  btcLaggedBeta,
  btcRelativeReturn,
  btcResidualVolatility,
  btcReturn,
  // carry
  basisZscore,
  basis,
  fundingRate,
  fundingZscore,
  liquidationImbalance,
  longShortRatio,
  openInterestChange,
  openInterestTurnover,
  // calendar
  dayOfWeekCos,
  dayOfWeekSin,
  hourOfDayCos,
  hourOfDaySin,
  weekend,
  // tail and higher moments
  drawdown,
  jumpShare,
  kurtosis,
  maximumReturn,
  minimumReturn,
  skewness,
  tailRatio,
  valueAtRisk,
  varianceRatio
];
