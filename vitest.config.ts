/** One vitest project a kind of test; the kind is the folder and the npm script. */
import {defineConfig} from "vitest/config";

const kinds = ["architecture", "unit", "property", "golden", "contract", "simulation", "e2e"] as const;

/** Kinds that start servers or browsers run one file at a time: two cores cannot carry several databases. */
const serial: ReadonlySet<string> = new Set(["contract", "e2e"]);

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/untried-reporter.ts"],
    globalSetup: ["./test/support/services.ts"],
    projects: kinds.map((kind) => ({
      extends: true,
      test: {
        name: kind,
        include: [`test/${kind}/**/*.test.ts`],
        pool: "forks",
        fileParallelism: !serial.has(kind),
        testTimeout: serial.has(kind) ? 120_000 : 30_000,
        hookTimeout: 120_000
      }
    }))
  }
});
