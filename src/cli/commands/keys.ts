/** `papertape keys`: an exchange's keys, sealed in the database. They come in by environment or pipe and never out. */
import {isoTime} from "../../lib/core/time.js";
import {AuditLog} from "../../live/authentication/audit-log.js";
import {keyPassphrase} from "../../live/open-venue.js";
import {createKeyStore, type KeyStore} from "../../live/venue/key-store.js";
import type {ExchangeKeys} from "../../live/venue/key-vault.js";
import {openWorkbench} from "../../loaders/workbench/open-workbench.js";
import {chosenWord} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {textTable} from "../text-table.js";

const ACTIONS = ["list", "add", "remove"] as const;
const NAME = /^[a-z0-9_-]{1,64}$/;

export async function run({positional, terminal}: CommandContext): Promise<unknown> {
  const action = chosenWord("the action of keys", positional[0], ACTIONS);
  const owner = action === "list" ? null : ownerOf(positional);
  // Asked for before a database is started.
  const given = action === "add" ? await readKeys() : null;
  const workbench = await openWorkbench();
  try {
    const store = createKeyStore(workbench.pool, keyPassphrase());
    if (owner === null) return await list(store, terminal.print);
    const record = {actor: "command line", target: `${owner.exchange} ${owner.name}`, details: {}};
    const log = new AuditLog(workbench.pool, Date.now);
    await log.append({...record, action: `keys.${action}`, outcome: "accepted"});
    if (given !== null) {
      await store.add(owner, given);
      terminal.print(`the keys "${owner.name}" of ${owner.exchange} are sealed; they are not shown again`);
      return {...owner, added: true};
    }
    if (!(await store.remove(owner))) throw wrongInput(`there are no keys "${owner.name}" of ${owner.exchange}`);
    terminal.print(`the keys "${owner.name}" of ${owner.exchange} are removed; take them back at the exchange too`);
    return {...owner, removed: true};
  } finally {
    await workbench.close();
  }
}

function ownerOf([action, exchange, name = "main"]: CommandContext["positional"]) {
  const owner = {exchange: String(exchange ?? ""), name: String(name)};
  if (!NAME.test(owner.exchange)) throw wrongInput(`keys ${action} takes an exchange: papertape keys ${action} kraken`);
  if (!NAME.test(owner.name)) throw wrongInput(`"${owner.name}" is no name: small letters, digits, - and _`);
  return owner;
}

/** Never as arguments: those are seen by everybody on the machine. */
async function readKeys(): Promise<ExchangeKeys> {
  const {PAPERTAPE_API_KEY: apiKey, PAPERTAPE_API_SECRET: secret} = process.env;
  if (apiKey !== undefined && secret !== undefined) return {apiKey, secret};
  if (process.stdin.isTTY === true) process.stderr.write("API key, then its secret, one a line:\n");
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.split("\n").length > 2) break;
  }
  const [key = "", itsSecret = ""] = text.split("\n").map((line) => line.trim());
  if (key === "" || itsSecret === "")
    throw wrongInput(
      "keys add reads two lines from standard input, the API key and its secret, or PAPERTAPE_API_KEY and PAPERTAPE_API_SECRET"
    );
  return {apiKey: key, secret: itsSecret};
}

async function list(store: KeyStore, print: (line: string) => void): Promise<unknown> {
  const all = await store.list();
  if (all.length === 0) print("no keys: paper trading needs none; `papertape keys add <exchange>` seals some");
  else print(textTable(all.map(({exchange, name, addedAt}) => ({exchange, name, added: isoTime(addedAt)}))));
  return all;
}
