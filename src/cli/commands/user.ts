/** `papertape user`: who may sign in. Whatever it changes is in the audit log first, as done by the command line. */
import {didYouMean} from "../../lib/core/closest-word.js";
import {type Account, Accounts, normalUsername} from "../../live/authentication/accounts.js";
import {AuditLog, type AuditRecord} from "../../live/authentication/audit-log.js";
import {oneTimePassword} from "../../live/authentication/random-token.js";
import {createSessions} from "../../live/authentication/sessions.js";
import {ROLES, type Role} from "../../live/ports/identity.js";
import {openWorkbench} from "../../loaders/workbench/open-workbench.js";
import {chosenWord} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import type {Terminal} from "../terminal.js";
import {textTable} from "../text-table.js";

const ACTIONS = ["list", "add", "password", "role", "remove"] as const;

interface People {
  readonly accounts: Accounts;
  /** Records what is about to be done. */
  readonly audit: (
    done: Pick<AuditRecord, "action" | "target" | "details"> & {readonly outcome?: "failed"}
  ) => Promise<void>;
  readonly signOut: (account: Account) => Promise<void>;
  readonly print: Terminal["print"];
}

export async function run({options, positional, terminal}: CommandContext): Promise<unknown> {
  const action = chosenWord("the action of user", positional[0], ACTIONS);
  const wishedRole = action === "role" ? positional[2] : options.role;
  // Wrong input is told before a database is started.
  if (action !== "list" && positional[1] === undefined)
    throw wrongInput(`user ${action} takes a name: ${usage(action)}`);
  const role = action === "add" || action === "role" ? chosenWord("a role", wishedRole, ROLES) : null;
  const workbench = await openWorkbench();
  try {
    const log = new AuditLog(workbench.pool, Date.now);
    const sessions = createSessions(workbench.pool, {hours: workbench.configuration.authentication.sessionHours});
    const people: People = {
      accounts: new Accounts(workbench.pool),
      audit: async (done) => {
        await log.append({actor: "command line", outcome: "accepted", ...done});
      },
      signOut: ({id}) => sessions.closeAll(id),
      print: terminal.print
    };
    const name = normalUsername(String(positional[1] ?? ""));
    if (action === "list") return await list(people);
    if (action === "add") return await add(people, name, role ?? "viewer");
    const account = await accountNamed(people.accounts, name);
    if (action === "password") return await renewPassword(people, account);
    return action === "role" ? await changeRole(people, account, role ?? account.role) : await remove(people, account);
  } finally {
    await workbench.close();
  }
}

function usage(action: string): string {
  return action === "role" ? "papertape user role ada trader" : `papertape user ${action} ada`;
}

async function accountNamed(accounts: Accounts, name: string): Promise<Account> {
  const all = await accounts.list();
  const found = all.find(({username}) => username === name);
  if (found === undefined) {
    const known = all.map(({username}) => username);
    throw wrongInput(
      `there is no account "${name}"${didYouMean(name, known) || `; there are ${known.join(", ") || "none yet"}`}`
    );
  }
  if (found.isDisabled) throw wrongInput(`the account "${name}" was removed; add one of another name`);
  return found;
}

async function list({accounts, print}: People): Promise<unknown> {
  const all = await accounts.list();
  if (all.length === 0) print("no accounts yet: the first start of the daemon makes one, or `papertape user add`");
  else
    print(
      textTable(
        all.map(({username, role, isDisabled, mustChangePassword}) => ({
          name: username,
          role,
          state: isDisabled ? "removed" : mustChangePassword ? "has a one-time password" : "active"
        }))
      )
    );
  return all.map(({username, role, isDisabled, mustChangePassword}) => ({
    name: username,
    role,
    isRemoved: isDisabled,
    mustChangePassword
  }));
}

async function add({accounts, audit, print}: People, name: string, role: Role): Promise<unknown> {
  const password = oneTimePassword();
  if ((await accounts.list()).some(({username}) => username === name))
    throw wrongInput(`there is an account "${name}" already; \`papertape user password ${name}\` gives a new password`);
  const done = {action: "accounts.create", target: name.slice(0, 64), details: {role}};
  await audit(done);
  try {
    await accounts.create({username: name, password, role, mustChangePassword: true});
  } catch (error) {
    await audit({...done, outcome: "failed"});
    throw error;
  }
  print(`${name} may sign in as ${role} with the one-time password ${password} (shown only now)`);
  return {name, role, oneTimePassword: password};
}

async function renewPassword({accounts, audit, signOut, print}: People, account: Account): Promise<unknown> {
  const password = oneTimePassword();
  await audit({action: "password.renew", target: account.username, details: {}});
  await accounts.setPassword(account.id, password, {mustChange: true});
  await signOut(account);
  print(`${account.username} signs in with the one-time password ${password} (shown only now); other sessions ended`);
  return {name: account.username, oneTimePassword: password};
}

async function changeRole({accounts, audit, print}: People, account: Account, role: Role): Promise<unknown> {
  if (role !== "admin") await keepAnAdmin(accounts, account);
  await audit({action: "accounts.role", target: account.username, details: {from: account.role, to: role}});
  await accounts.setRole(account.id, role);
  print(`${account.username}: ${account.role} → ${role}`);
  return {name: account.username, from: account.role, to: role};
}

async function remove({accounts, audit, signOut, print}: People, account: Account): Promise<unknown> {
  await keepAnAdmin(accounts, account);
  await audit({action: "accounts.disable", target: account.username, details: {}});
  await accounts.disable(account.id);
  await signOut(account);
  print(`${account.username} may no longer sign in; what the account did stays in the audit log`);
  return {name: account.username, removed: true};
}

/** Without one nobody could manage people from the dashboard any more. */
async function keepAnAdmin(accounts: Accounts, account: Account): Promise<void> {
  const others = (await accounts.list()).filter(({id, role, isDisabled}) => {
    return id !== account.id && role === "admin" && !isDisabled;
  });
  if (account.role === "admin" && others.length === 0)
    throw wrongInput(`"${account.username}" is the only admin: make somebody else one first`);
}
