/** One agent at work: its running program, the factors it reads and its calibration. Makes predictions, takes outcomes. */
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {PredictionMade} from "../events/prediction-event.js";
import type {AgentDefinition, AgentOutcome} from "./agent.js";
import {type CalibrationConfiguration, probabilityOf} from "./calibration.js";
import {createCalibration} from "./calibration-choice.js";
import {createFactorSelection} from "./factor-selection.js";

export interface AgentSeat {
  /** The prediction at this close; null when the agent abstains. */
  predict(event: FactorsCalculated, moment: PredictionMoment): PredictionMade | null;
  /** What the agent saw when it last abstained; null when nothing is to be learnt from it. */
  silentValues(): readonly (number | null)[] | null;
  learn(outcome: AgentOutcome): void;
  snapshot(): AgentSeatState;
  restore(state: AgentSeatState): void;
}

export interface Horizon {
  readonly candles: number;
  readonly ms: number;
}

export interface PredictionMoment {
  readonly horizon: Horizon;
  /** `<instrument>:<timeframe>:<closeTime>:r<revision>` of the factors: the end of every prediction's id. */
  readonly idTail: string;
}

export interface AgentSeatState {
  readonly program: unknown;
  readonly calibration: unknown;
}

export function createAgentSeat(agent: AgentDefinition, configuration: CalibrationConfiguration): AgentSeat {
  const {name, version, factors} = agent;
  // One array for all events: readers may compare it by reference.
  const factorNames = [...factors];
  const idHead = `prediction:${name}:`;
  const program = agent.create();
  const calibration = createCalibration(configuration);
  const selection = createFactorSelection(factors, agent.optionalFactors);
  let isSelected = false;
  const input = {instrument: "", closeTime: 0, values: selection.values, quality: 1};
  return {
    predict: (event, {horizon, idTail}) => {
      const {payload} = event;
      isSelected = selection.select(payload);
      if (!isSelected) return null;
      input.instrument = payload.instrument;
      input.closeTime = payload.closeTime;
      input.quality = selection.quality(payload);
      const forecast = program.predict(input);
      if (forecast === null) return null;
      return {
        id: idHead + idTail,
        type: "PredictionEvent",
        fact: "PredictionMade",
        version: 1,
        occurredAt: payload.closeTime,
        recordedAt: event.recordedAt,
        correlationId: event.correlationId,
        causationId: event.id,
        source: "agents",
        payload: {
          agent: name,
          agentVersion: version,
          instrument: payload.instrument,
          timeframe: payload.timeframe,
          madeAt: payload.closeTime,
          horizonCandles: horizon.candles,
          resolvesAt: payload.closeTime + horizon.ms,
          probabilityUp: probabilityOf(forecast.score),
          calibratedProbabilityUp: calibration.calibrate(forecast.score),
          calibration: calibration.method(),
          expectedReturn: forecast.expectedReturn,
          confidence: forecast.confidence,
          score: forecast.score,
          bias: forecast.bias,
          factors: factorNames,
          factorValues: selection.record(),
          contributions: forecast.contributions
        }
      };
    },
    silentValues: () => (agent.learnsWhileSilent && isSelected ? selection.record() : null),
    learn: (outcome) => {
      program.learn(outcome);
      if (outcome.score !== null) calibration.learn(outcome.score, outcome.outcomeReturn > 0);
    },
    snapshot: () => ({program: program.snapshot(), calibration: calibration.snapshot()}),
    restore: (state) => {
      program.restore(state.program);
      calibration.restore(state.calibration);
    }
  };
}
