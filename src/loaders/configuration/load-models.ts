/** Reads the model files that a strategy names into its configuration: their bytes and hashes travel with it. */
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {dirname, resolve} from "node:path";
import type {ModelConfiguration} from "../../lib/agents/agent-configuration.js";
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {OperatingError} from "../../lib/core/operating-error.js";

/** The configuration is written into every session and run: a larger model has no place in it. */
const LARGEST_BYTES = 2 * 1024 * 1024;

/**
 * @param strategyFile what the models' paths are seen from
 * @throws OperatingError `MODEL_MISSING` for a file that is not there, `MODEL_INVALID` for one that is too large or not
 * the one whose hash is given
 */
export function withModels(strategy: StrategyConfiguration, strategyFile: string): StrategyConfiguration {
  const {models} = strategy.agents;
  if (models === undefined) return strategy;
  const loaded = models.map((model) => loadModel(model, resolve(dirname(strategyFile), model.file)));
  return {...strategy, agents: {...strategy.agents, models: loaded}};
}

function loadModel(model: ModelConfiguration, path: string): ModelConfiguration {
  if (!existsSync(path))
    throw new OperatingError(`the model ${model.name} has no file ${path}; put it there or change agents.models`, {
      code: "MODEL_MISSING",
      details: {model: model.name, path, input: true}
    });
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length > LARGEST_BYTES)
    throw invalid(model, `its file has ${bytes.length} bytes; at most ${LARGEST_BYTES} can go with a strategy`);
  if (model.sha256 !== undefined && model.sha256 !== sha256)
    throw invalid(model, `its file has the hash ${sha256}, not ${model.sha256} as the strategy says`);
  return {...model, sha256, content: bytes.toString("base64")};
}

function invalid({name}: ModelConfiguration, reason: string): OperatingError {
  return new OperatingError(`the model ${name} cannot be used: ${reason}`, {
    code: "MODEL_INVALID",
    details: {model: name, reason, input: true}
  });
}
