/** A headless Chromium for tests of pages. Without one a suite is skipped, loudly; in CI it fails. */
import {existsSync} from "node:fs";
import {type Browser, chromium} from "playwright-core";
import {describe, it} from "vitest";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

function browserPath(): string | null {
  return PLACES.find((path): path is string => path !== undefined && existsSync(path)) ?? null;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === null) throw new Error("no Chromium found; name one with CHROMIUM");
  return chromium.launch({executablePath, args: ARGUMENTS});
}

/** A suite that needs a browser. */
export function describeWithBrowser(name: string, suite: () => void): void {
  if (browserPath() !== null || process.env.CI) describe(name, suite);
  else
    describe(name, () => {
      it.skip("runs in a browser (not tried: a browser; install chromium or name one with CHROMIUM)", () => {});
    });
}
