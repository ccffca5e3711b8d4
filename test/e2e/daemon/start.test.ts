/** The first hour of a new user, in a real browser: start, sign in, look around, take control, stop, start again. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {describeWithBrowser, launchBrowser} from "../../support/browser.js";
import {type StartedDaemon, startDaemon} from "./started-daemon.js";

const OPTIONS = {symbols: ["BTC/USDT", "ETH/USDT", "SOL/USDT"], historyDays: 45, withinMs: 150_000};
const PASSWORD = "a password that nobody else has";

/** Pages with the least number of charts that each must show. */
const PAGES: Readonly<Record<string, number>> = {
  "/": 2,
  "/market-data.html": 2,
  "/factors.html": 2,
  "/agents.html": 2,
  "/decisions.html": 1,
  "/decisions.html?live": 0,
  "/virtual-trading.html": 1,
  "/monitoring.html": 0,
  "/audit.html": 0
};
/** Drawings of more than an axis: a path, a bar, a rule, a dot. */
const CHARTS = "main svg:has(path, rect, line, circle)";

interface Status {
  readonly session: string;
  readonly trading: string;
  readonly lastCloseTime: number | null;
}

describeWithBrowser("papertape start", () => {
  let folder: string;
  let daemon: StartedDaemon;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "papertape-start-"));
    daemon = await startDaemon(folder, OPTIONS);
    browser = await launchBrowser();
    context = await browser.newContext({viewport: {width: 1400, height: 900}});
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    daemon?.kill();
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
  });

  /** A page with what it complained about and what it asked of others. */
  async function visit(path: string): Promise<{page: Page; complaints: string[]}> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(daemon.address) && !/^(data|blob):/.test(request.url()))
        complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${daemon.address}${path}`);
    return {page, complaints};
  }

  async function status(): Promise<Status> {
    return (await context.request.get(`${daemon.address}/api/status`)).json();
  }

  it("lets nobody in without the one-time password, which must be changed", async () => {
    const {page} = await visit("/");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    await page.getByLabel("Name").fill("admin");
    await page.getByLabel("Password", {exact: true}).fill(daemon.oneTimePassword ?? "");
    await page.getByRole("button", {name: "Sign in"}).click();
    await page.getByLabel("New password", {exact: true}).fill(PASSWORD);
    await page.getByLabel("New password again").fill(PASSWORD);
    await page.getByRole("button", {name: "Change password"}).click();
    await page.getByRole("heading", {name: "Papertape", level: 1}).waitFor();
    await page.close();
  });

  it("shows every page with its data, without errors or foreign requests", async () => {
    for (const [path, charts] of Object.entries(PAGES)) {
      const {page, complaints} = await visit(path);
      await page.waitForFunction(([selector, least]) => document.querySelectorAll(selector).length >= least, [
        CHARTS,
        charts
      ] as const);
      await page.locator("main .pt-card").first().waitFor();
      expect(await page.locator(".pt-simulated").isVisible()).toBe(true);
      expect({path, complaints, errors: await page.locator(".observablehq--error").allTextContents()}).toEqual({
        path,
        complaints: [],
        errors: []
      });
      await page.close();
    }
  });

  it("shows the backtest's trades among their candles", async () => {
    const {page, complaints} = await visit("/reports/");
    await page.locator("main td a").first().click();
    await page.getByRole("heading", {name: "Round trips"}).waitFor();
    await page
      .locator("main .pt-chart g[aria-label=dot] path, main .pt-chart g[aria-label=dot] circle")
      .first()
      .waitFor();
    await page.getByRole("heading", {name: "Honesty box"}).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("draws an equity mark of the running market as it arrives", async () => {
    const {page} = await visit("/virtual-trading.html");
    const mark = page.locator(".pt-tile", {hasText: "Cash plus positions"}).locator("i").first();
    await mark.waitFor();
    const before = await mark.textContent();
    const reloads: string[] = [];
    page.on("framenavigated", (frame) => reloads.push(frame.url()));
    await page.waitForFunction(
      (text) => ![...document.querySelectorAll(".pt-tile i")].some(({textContent}) => textContent === text),
      before
    );
    expect(reloads).toEqual([]);
    await page.close();
  });

  it("pauses trading and changes a value from the control page, and keeps both in the audit log", async () => {
    const {page} = await visit("/control.html");
    await page.locator(".pt-state", {hasText: "active"}).waitFor();
    await page.getByRole("button", {name: "Pause"}).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("trying the brakes");
    await page.getByRole("dialog").getByRole("button", {name: "Pause"}).click();
    await page.locator(".pt-state", {hasText: "paused"}).waitFor();
    await page.getByLabel("Key").selectOption("decision.minimumEdgeBps");
    await page.getByLabel("Value").fill("7");
    await page.getByRole("button", {name: "Change"}).click();
    await page.locator("tr", {hasText: "decision.minimumEdgeBps"}).filter({hasText: "runtime"}).waitFor();
    await page.goto(`${daemon.address}/audit.html`);
    await page.locator("tr", {hasText: "trading.pause"}).filter({hasText: "trying the brakes"}).waitFor();
    await page.locator("tr", {hasText: "configuration.change"}).filter({hasText: "minimumEdgeBps"}).waitFor();
    await page.close();
  });

  it("stops cleanly on SIGINT and goes on with the same session where it stood", async () => {
    const before = await status();
    expect(await daemon.stop()).toBe(0);
    daemon = await startDaemon(folder, OPTIONS);
    expect(daemon.oneTimePassword).toBeNull();
    // The browser is still signed in: sessions outlive the process.
    await expect
      .poll(async () => (await status()).lastCloseTime ?? 0, {timeout: 60_000})
      .toBeGreaterThan(before.lastCloseTime ?? 0);
    const {session, trading} = await status();
    expect({session, trading}).toEqual({session: before.session, trading: "paused"});
    const {page} = await visit("/control.html");
    await page.locator("tr", {hasText: "decision.minimumEdgeBps"}).filter({hasText: "runtime"}).waitFor();
    await page.close();
    expect(await daemon.stop()).toBe(0);
  });
});
