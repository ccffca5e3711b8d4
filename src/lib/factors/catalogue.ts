/** The catalogue: every factor definition there is. Adding a factor is one file in catalogue/ and one line here. */
import {adx} from "./catalogue/adx.js";
import {amihud} from "./catalogue/amihud.js";
import {atrRatio} from "./catalogue/atr-ratio.js";
import {bollingerPosition} from "./catalogue/bollinger-position.js";
import {btcReturn} from "./catalogue/btc-return.js";
import {dayOfWeekCos} from "./catalogue/day-of-week-cos.js";
import {dayOfWeekSin} from "./catalogue/day-of-week-sin.js";
import {donchianPosition} from "./catalogue/donchian-position.js";
import {hourOfDayCos} from "./catalogue/hour-of-day-cos.js";
import {hourOfDaySin} from "./catalogue/hour-of-day-sin.js";
import {kbarBody} from "./catalogue/kbar-body.js";
import {macdHistogram} from "./catalogue/macd-histogram.js";
import {momentum} from "./catalogue/momentum.js";
import {momentumRank} from "./catalogue/momentum-rank.js";
import {obvSlope} from "./catalogue/obv-slope.js";
import {lastReturn} from "./catalogue/return.js";
import {rsi} from "./catalogue/rsi.js";
import {skewness} from "./catalogue/skewness.js";
import {takerImbalance} from "./catalogue/taker-imbalance.js";
import {volatility} from "./catalogue/volatility.js";
import {volatilityRatio} from "./catalogue/volatility-ratio.js";
import {volumeZscore} from "./catalogue/volume-zscore.js";
import {vwapDistance} from "./catalogue/vwap-distance.js";
import {zscore} from "./catalogue/zscore.js";
import type {FactorDefinition} from "./factor.js";

export const FACTOR_DEFINITIONS: readonly FactorDefinition[] = [
  momentum,
  macdHistogram,
  adx,
  donchianPosition,
  lastReturn,
  rsi,
  bollingerPosition,
  zscore,
  atrRatio,
  volatility,
  volatilityRatio,
  obvSlope,
  vwapDistance,
  volumeZscore,
  takerImbalance,
  amihud,
  kbarBody,
  momentumRank,
  btcReturn,
  hourOfDaySin,
  hourOfDayCos,
  dayOfWeekSin,
  dayOfWeekCos,
  skewness
];
