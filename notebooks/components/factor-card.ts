/** A factor's impact card: its charts and tables in four groups, each with the sentence that says how to read it. */
import {bars} from "./bars.js";
import {card, cards} from "./card.js";
import type {Child} from "./element.js";
import {DECAY_LEGEND, decayChart, monthlyIcChart, quantileChart, significanceChart} from "./factor-charts.js";
import {droppedRows, horizonTable, nearestFactors} from "./factor-details.js";
import {groupChart} from "./factor-group-charts.js";
import {capacityChart, EVENT_LEGEND, eventChart, PORTFOLIO_LEGEND, portfolioChart} from "./factor-money-charts.js";
import type {FactorReport} from "./factor-report.js";
import {
  besideFacts,
  capacityFacts,
  eventFacts,
  noiseFacts,
  overTimeTable,
  portfolioFacts,
  stabilityFacts,
  testTable
} from "./factor-tests.js";
import {pValue, signed} from "./format.js";
import type {Zone} from "./time-zone.js";

/** Does it foretell returns, when, and for how long? */
export function foretellingCards(factor: FactorReport): HTMLElement {
  return cards(
    card({
      title: "Information coefficient by month",
      note: "A factor that lasts stays on one side of zero; one good month is not a factor.",
      chart: (width) => monthlyIcChart(factor.icByMonth, width)
    }),
    card({
      title: "How sure",
      note: "t by horizon: hollow without, full with correction for overlapping returns; dashed lines are the hurdle of 3.",
      chart: (width) => significanceChart(factor.horizons, width)
    }),
    card({
      title: "Decay",
      note: "How far ahead it still speaks; the dashed line is where the coefficient of a single later candle has halved.",
      legend: DECAY_LEGEND,
      chart: (width) => decayChart(factor, width)
    }),
    factor.icByHour.length === 0
      ? null
      : card({
          title: "By hour of the close",
          note: "UTC; an effect of one session shows as a group of bars that stand out beyond their bands.",
          chart: (width) => groupChart(factor.icByHour, {width, label: "hour"})
        }),
    factor.regimes.map(({name, rule, groups, equalityP}) =>
      card({
        title: `By ${name}`,
        note: `Split by ${rule}; the chance of such differences if there were none is ${pValue(equalityP)}.`,
        chart: (width) => groupChart(groups, {width, label: name})
      })
    ),
    card({
      title: "By horizon",
      note: "The same measurement at each number of candles ahead.",
      body: horizonTable(factor.horizons),
      isWide: true
    })
  );
}

/** What would it have earned? Nothing for a factor that cannot be ranked across instruments. */
export function earningCards(factor: FactorReport, zone: Zone): HTMLElement {
  const {portfolio, capacity} = factor;
  return cards(
    card({
      title: "Return by quantile",
      note: "Mean forward return in basis points of each quantile of the factor's values beyond the universe's, with two standard errors either side; steps in one direction are what one hopes for.",
      chart: (width) => quantileChart(factor.quantiles, width)
    }),
    portfolio === null
      ? null
      : card({
          title: "Weighted by the factor",
          note: "Sum of returns of a portfolio that is long and short in proportion to the factor, in the direction of its coefficient; only what is left after costs could have been kept.",
          legend: PORTFOLIO_LEGEND,
          chart: (width) => portfolioChart(portfolio.curve, {width, zone}),
          body: portfolioFacts(factor)
        }),
    factor.events.every(({path}) => path.length === 0)
      ? null
      : card({
          title: "Around a signal",
          note: "Return beyond what the market explains, from the close at which an instrument enters the top or the bottom quantile; only what lies right of zero could be traded.",
          legend: EVENT_LEGEND,
          chart: (width) => eventChart(factor.events, width),
          body: eventFacts(factor)
        }),
    capacity === null
      ? null
      : card({
          title: "Capacity",
          note: "Yearly return after fees, spread and price impact by capital: where it crosses zero, trading eats all.",
          chart: (width) => capacityChart(capacity, width),
          body: capacityFacts(factor)
        })
  );
}

/** Is it one of a kind, and may it be trusted? */
export function trustCards(factor: FactorReport): HTMLElement {
  const rest: Child[] = [
    card({
      title: "Beside the other factors",
      note: "Rank correlation with those nearest to it: beyond 0.7 either way they say the same thing.",
      body: bars(nearestFactors(factor, 10), (value) => signed(value))
    }),
    card({
      title: "What is left beside others",
      note: "Return of one standard deviation of it when the strongest other factors are known too (Fama-MacBeth): what stays is its own.",
      body: besideFacts(factor)
    }),
    card({
      title: "Stability",
      note: "An effect that was there in every part of the sample is less likely luck; a CUSUM above 1.36 says that its mean has moved.",
      body: stabilityFacts(factor)
    }),
    card({
      title: "Against noise",
      note: "The size of its coefficient among those of controls that know nothing: a factor that means something is larger than nearly all of them.",
      body: noiseFacts(factor)
    }),
    card({
      title: "Rows left out",
      note: "Nothing is dropped in silence: pairs of instrument and close at the first horizon that could not be used, by reason.",
      body: droppedRows(factor)
    }),
    card({
      title: "Every test",
      note: "The same coefficients judged in each usual way: where they disagree, believe the smallest t.",
      body: testTable(factor.horizons),
      isWide: true
    })
  ];
  if (factor.overTime.length > 0)
    rest.unshift(
      card({
        title: "Over time",
        note: "Instruments do not differ in it, so it is judged by each one's returns over time.",
        body: overTimeTable(factor.overTime),
        isWide: true
      })
    );
  return cards(rest);
}
