/** Exchange keys at rest. */
import {describe, expect, it} from "vitest";
import {openKeys, sealKeys} from "../../../src/live/venue/key-vault.js";

const KEYS = {apiKey: "an-api-key-of-mine", secret: "the-secret-to-it"};
const OWNER = {exchange: "kraken", name: "main"};
const PASSPHRASE = "correct horse battery";

describe("sealed keys", () => {
  const sealed = sealKeys(KEYS, OWNER, PASSPHRASE);

  it("open with the passphrase they were sealed with, and show nothing of themselves before", () => {
    expect(openKeys(sealed, OWNER, PASSPHRASE)).toEqual(KEYS);
    for (const hidden of [...Object.values(KEYS), PASSPHRASE]) {
      expect(sealed).not.toContain(hidden);
      expect(Buffer.from(sealed.split(".").at(-1) ?? "", "base64").toString("latin1")).not.toContain(hidden);
    }
  });

  it("are sealed differently each time", () => {
    expect(sealKeys(KEYS, OWNER, PASSPHRASE)).not.toBe(sealed);
  });

  it("stay shut for another passphrase, another exchange or another name", () => {
    const shut = {code: "KEYS_UNREADABLE"};
    expect(() => openKeys(sealed, OWNER, `${PASSPHRASE} `)).toThrow(expect.objectContaining(shut));
    expect(() => openKeys(sealed, {...OWNER, exchange: "binance"}, PASSPHRASE)).toThrow(expect.objectContaining(shut));
    expect(() => openKeys(sealed, {...OWNER, name: "other"}, PASSPHRASE)).toThrow(expect.objectContaining(shut));
  });

  it.each([1, 2, 3, 4])("stay shut when part %i of them was changed", (part) => {
    const parts = sealed.split(".");
    const bytes = Buffer.from(parts[part] ?? "", "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const changed = parts.map((text, index) => (index === part ? bytes.toString("base64") : text)).join(".");
    expect(() => openKeys(changed, OWNER, PASSPHRASE)).toThrow(expect.objectContaining({code: "KEYS_UNREADABLE"}));
  });

  it("say nothing of what was in them when they do not open", () => {
    try {
      openKeys(sealed, OWNER, "something else entirely");
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/an-api-key|the-secret|something/);
    }
  });

  it("are not sealed with a short passphrase", () => {
    expect(() => sealKeys(KEYS, OWNER, "short")).toThrow(expect.objectContaining({code: "KEY_PASSPHRASE_WEAK"}));
  });
});
