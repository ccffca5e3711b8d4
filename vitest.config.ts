/** One vitest project a kind of test; the kind is the folder and the npm script. */
import {defineConfig} from "vitest/config";

const kinds = ["architecture", "unit", "property", "golden", "contract", "simulation", "e2e"] as const;

/** Kinds that start browsers run one file at a time. */
const serial: ReadonlySet<string> = new Set(["e2e"]);

/** Kinds that start servers and processes, and wait for them. */
const patient: ReadonlySet<string> = new Set(["contract", "e2e"]);

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/untried-reporter.ts"],
    // Left to itself the runner leaves one core alone: half of the machine, where there are two.
    maxWorkers: "100%",
    globalSetup: ["./test/support/services.ts"],
    projects: kinds.map((kind) => ({
      extends: true,
      test: {
        name: kind,
        include: [`test/${kind}/**/*.test.ts`],
        pool: "forks",
        fileParallelism: !serial.has(kind),
        testTimeout: patient.has(kind) ? 120_000 : 30_000,
        hookTimeout: 120_000
      }
    }))
  }
});
