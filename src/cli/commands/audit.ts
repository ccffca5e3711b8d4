/** `papertape audit`: every factor, agent and the configured strategy held to the proof that none looks ahead. */

import {AGENT_CATALOGUE} from "../../lib/agents/catalogue.js";
import {isoTime} from "../../lib/core/time.js";
import {NO_RULES} from "../../lib/decision/rules/rule-configuration.js";
import {ALPHA360_FACTORS} from "../../lib/factors/alpha360/alpha360.js";
import type {Factor} from "../../lib/factors/factor.js";
import {auditFactor, type FactorAudit} from "../../lib/factors/factor-audit.js";
import {ALL_FACTORS, withoutSets} from "../../lib/factors/factor-named.js";
import {auditStrategy, type StatementAudit} from "../../lib/integration/audit-strategy.js";
import {createStrategyPipeline} from "../../lib/integration/create-strategy-pipeline.js";
import {factorsNamed, planStrategy} from "../../lib/integration/strategy-plan.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {loadStrategy} from "../../loaders/configuration/load-strategy.js";
import {type AuditMarket, auditFlows, auditMarket} from "../audit-market.js";
import {EXIT_FAILED} from "../exit-codes.mjs";
import {countOption, listOption} from "../option-values.js";
import type {CommandContext} from "../run-command.js";
import type {Terminal} from "../terminal.js";
import {textTable} from "../text-table.js";

/** Fewer candles leave most factors without a value. */
const FEWEST_CANDLES = 60;
const DEFAULT_CANDLES = 600;

export async function run({options, terminal}: CommandContext): Promise<unknown> {
  const named = listOption(options, "factors");
  const candles = countOption(options, "candles", FEWEST_CANDLES) ?? DEFAULT_CANDLES;
  const chosen =
    named === undefined ? [...ALL_FACTORS, ...ALPHA360_FACTORS] : factorsNamed(withoutSets(named), "audit");
  const market = auditMarket(candles);
  const factors = auditFactors(chosen, market, terminal);
  const statements = named === undefined ? auditStatements(market, terminal) : [];
  const unsound = factors.filter(({isSound}) => !isSound).length;
  const ahead = statements.filter(({looksAhead}) => looksAhead).length;
  terminal.print(textTable(factors.map(factorRow)));
  if (statements.length > 0) terminal.print(`\n${textTable(statements.map(statementRow))}`);
  terminal.print(
    unsound + ahead === 0
      ? `\nNone of ${factors.length + statements.length} looks ahead, over ${candles} simulated candles.`
      : `\n${unsound} factors are not sound, ${ahead} agents or strategies look ahead.`
  );
  if (unsound + ahead > 0) process.exitCode = EXIT_FAILED;
  return {candles, factors, statements, looksAhead: unsound + ahead > 0};
}

function auditFactors(factors: readonly Factor[], {series}: AuditMarket, terminal: Terminal): readonly FactorAudit[] {
  // The second follows the first: bitcoin is its reference.
  const [reference, own] = series.map(({columns}) => columns);
  if (reference === undefined || own === undefined) return [];
  const flows = auditFlows(own);
  const step = terminal.step("factors");
  const audits = factors.map((factor, index) => {
    step.update(index / factors.length, factor.name);
    return auditFactor(factor, {columns: own, reference, flows});
  });
  step.done(`${audits.length} over ${own.length} candles`);
  return audits;
}

/** All agents of the catalogue together, then the decisions and executions of the configured strategy as it is. */
function auditStatements({instruments, series}: AuditMarket, terminal: Terminal): readonly StatementAudit[] {
  const {strategy: configured} = loadStrategy(loadConfiguration().configuration.strategy);
  const strategy = {...configured, timeframe: "1h" as const, symbols: null};
  const models = (strategy.agents.models ?? []).map(({name}) => name);
  const names = [...AGENT_CATALOGUE.map(({name}) => name), ...models];
  const wishes = [
    {kind: "agent", strategy: {...strategy, rules: NO_RULES, agents: {...strategy.agents, names}}},
    {kind: "strategy", strategy}
  ];
  const step = terminal.step("agents and strategy");
  const audits = wishes.flatMap(({kind, strategy: wished}, index) => {
    step.update(index / wishes.length, kind);
    const plan = planStrategy(wished, instruments);
    const all = auditStrategy({createPipeline: () => createStrategyPipeline(plan), series});
    return all.filter((audit) => audit.kind === kind);
  });
  step.done(`${audits.length} over ${series.length} instruments`);
  return audits.map((audit) => (audit.kind === "agent" ? audit : {...audit, name: `${configured.name} ${audit.name}`}));
}

function factorRow({factor, lookAhead, warmUp, settle, isSound}: FactorAudit) {
  return {
    factor,
    compared: lookAhead.prefix.checked + lookAhead.noise.checked,
    differs: lookAhead.prefix.violations + lookAhead.noise.violations,
    "warm-up stated": warmUp.stated,
    "warm-up seen": warmUp.seen,
    "settles after": settle,
    verdict: isSound ? "sound" : lookAhead.looksAhead ? "looks ahead" : "speaks before its warm-up"
  };
}

function statementRow({kind, name, checked, violations, firstAt, looksAhead}: StatementAudit) {
  return {
    kind,
    name,
    compared: checked,
    differs: violations,
    first: firstAt === null ? "" : isoTime(firstAt),
    verdict: looksAhead ? "looks ahead" : "sound"
  };
}
