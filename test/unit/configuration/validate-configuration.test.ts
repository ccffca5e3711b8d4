/** Problems of a configuration are told with the key, the value and what to write instead. */
import {describe, expect, it} from "vitest";
import {SystemConfigurationSchema} from "../../../src/lib/configuration/system-configuration.js";
import {allowedKeys, configurationProblems} from "../../../src/lib/configuration/validate-configuration.js";
import {loadConfiguration} from "../../../src/loaders/configuration/load-configuration.js";

const load = (environment: Record<string, string>, overrides = {}) => loadConfiguration({environment, overrides});

describe("the configuration", () => {
  it("is valid as shipped, in every environment", () => {
    for (const name of ["development", "simulation", "production"])
      expect(load({PAPERTAPE_ENVIRONMENT: name}).configuration.environment).toBe(name);
  });

  it("refuses an unknown key and suggests the one that was meant", () => {
    const values = {...load({}).merged.values, htpp: {}};
    expect(configurationProblems(SystemConfigurationSchema, values)).toEqual([
      {key: "htpp", message: "there is no key htpp; did you mean http?"}
    ]);
  });

  it("names the wrong value, what was expected and the layer it came from", () => {
    expect(() => load({PAPERTAPE_HTTP_PORT: "eighty"})).toThrow(
      /http\.port must be number.*"eighty".*environment variable PAPERTAPE_HTTP_PORT/
    );
  });

  it("lets the command line win over environment variables, and these over files", () => {
    const {configuration, merged} = load({PAPERTAPE_HTTP_PORT: "5001"});
    expect(configuration.http.port).toBe(5001);
    expect(merged.origins.get("http.port")).toBe("environment variable PAPERTAPE_HTTP_PORT");
    expect(load({PAPERTAPE_HTTP_PORT: "5001"}, {"http.port": 5002}).configuration.http.port).toBe(5002);
  });

  it("refuses an environment that does not exist", () => {
    expect(() => load({PAPERTAPE_ENVIRONMENT: "prod"})).toThrow(
      /environment is one of development, simulation, production/
    );
  });

  it("knows all its keys", () => {
    expect(allowedKeys(SystemConfigurationSchema)).toContain("collection.staleAfterMs");
  });
});
