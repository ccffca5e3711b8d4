/**
 * Agents whose probability comes from models in a strategy's configuration. The model's file is part of the
 * configuration, so that its hash is in the configuration's hash and a recorded session needs no file to run again.
 */
import {hashBytes} from "../core/hash.js";
import type {AgentDefinition} from "./agent.js";
import type {ModelConfiguration} from "./agent-configuration.js";
import {base64Bytes} from "./base64.js";
import {externalModelAgent} from "./external-model-agent.js";
import {modelInvalid} from "./onnx/onnx-model.js";
import {onnxScore} from "./onnx/onnx-score.js";

/** @throws OperatingError MODEL_INVALID for a model that was not loaded, was changed, or cannot be used */
export function modelAgents(models: readonly ModelConfiguration[]): readonly AgentDefinition[] {
  return models.map(modelAgent);
}

function modelAgent(model: ModelConfiguration): AgentDefinition {
  const {name, factors, optionalFactors, trainedUntil, output, sha256, content} = model;
  if (content === undefined || sha256 === undefined) throw modelInvalid(`${name}: its file was not loaded`);
  const bytes = base64Bytes(content);
  if (hashBytes(bytes) !== sha256) throw modelInvalid(`${name}: its content does not have the hash ${sha256}`);
  const {score} = onnxScore(bytes, factors.length);
  return externalModelAgent({
    name,
    version: `1.0.0+${sha256.slice(0, 12)}`,
    title: model.title ?? name,
    description: model.description ?? `A model trained elsewhere (${model.file}).`,
    factors,
    ...(optionalFactors === undefined ? {} : {optionalFactors}),
    trainedUntil: trainedUntil === null ? null : Date.parse(trainedUntil),
    score: output === "log-odds" ? (values) => 1 / (1 + Math.exp(-score(values))) : score
  });
}
