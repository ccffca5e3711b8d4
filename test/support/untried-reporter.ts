/** Says at the end of a run, loudly, what could not be tried on this machine and how to have it tried. */
import type {Reporter, TestModule} from "vitest/node";

// A class with a default export because vitest loads a reporter file by its default export.
// biome-ignore lint/style/noDefaultExport: vitest asks for it
export default class UntriedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const untried = new Set<string>();
    for (const module of modules)
      for (const test of module.children.allTests("skipped")) {
        const reason = /\(not tried: .*\)/.exec(test.fullName)?.[0];
        untried.add(reason === undefined ? `${test.fullName} (skipped)` : reason.slice(1, -1));
      }
    if (untried.size === 0) return;
    console.log(`\n${"!".repeat(80)}\nNOT EVERYTHING WAS TRIED:`);
    for (const line of untried) console.log(`  - ${line}`);
    console.log("!".repeat(80));
  }
}
