/** The built site in a real browser, offline: every page, at the width of a desk and of a hand. */
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {buildSite} from "../../../src/loaders/site/build-site.js";
import {describeWithBrowser, launchBrowser} from "../../support/browser.js";
import {sampleApi} from "../../support/sample-api.js";
import {writeSampleSiteData} from "../../support/sample-site-data.js";
import {createSiteProject, type SiteProject} from "../../support/site-project.js";
import {type SiteServer, serveSite} from "../../support/site-server.js";

/** Pages with the least number of charts that each must show. */
const PAGES: Readonly<Record<string, number>> = {
  "/": 2,
  "/market-data.html": 2,
  "/factors.html": 2,
  "/factor/momentum-24.html": 4,
  "/factor/hour-of-day.html": 3,
  "/agents.html": 5,
  "/agent/online-logistic.html": 2,
  "/decisions.html": 1,
  "/reports/": 1,
  "/reports/run-7d21c9.html": 2,
  "/sweep/sweep-default-5d3a.html": 3,
  "/virtual-trading.html": 1,
  "/monitoring.html": 0,
  "/control.html": 0,
  "/audit.html": 0
};

/** Drawings of more than an axis: a path, a bar, a rule, a dot. */
const CHARTS = "main svg:has(path, rect, line, circle)";

interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly remote: string[];
}

describeWithBrowser("the built site in a browser", () => {
  let project: SiteProject;
  let server: SiteServer;
  let browser: Browser;
  const contexts = new Map<string, BrowserContext>();

  beforeAll(async () => {
    project = await createSiteProject();
    await writeSampleSiteData(project.folder);
    const {pages} = await buildSite({project: project.folder});
    expect(pages).toBeGreaterThan(Object.keys(PAGES).length);
    server = await serveSite(project.site, sampleApi());
    browser = await launchBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await project?.remove();
  });

  /** One context a kind of screen: pages share what the browser has cached, as a reader's do. */
  async function contextOf(width: number, scheme: "light" | "dark"): Promise<BrowserContext> {
    const options = {viewport: {width, height: 900}, colorScheme: scheme, timezoneId: "Europe/Berlin"};
    const key = JSON.stringify(options);
    const context = contexts.get(key) ?? (await browser.newContext(options));
    contexts.set(key, context);
    return context;
  }

  async function visit(path: string, width = 1400, scheme: "light" | "dark" = "light"): Promise<Visit> {
    const page = await (await contextOf(width, scheme)).newPage();
    const complaints: string[] = [];
    const remote: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) remote.push(request.url());
    });
    await page.goto(`${server.origin}${path}`);
    await page.waitForFunction(() => document.querySelector("observablehq-loading") === null);
    return {page, complaints, remote};
  }

  for (const [path, charts] of Object.entries(PAGES))
    for (const [width, scheme] of [
      [1400, "light"],
      [400, "dark"]
    ] as const)
      it(`shows ${path} at ${width} pixels, ${scheme}, without errors, foreign requests or sideways scrolling`, async () => {
        const {page, complaints, remote} = await visit(path, width, scheme);
        await page.waitForFunction(([selector, least]) => document.querySelectorAll(selector).length >= least, [
          CHARTS,
          charts
        ] as const);
        await page.waitForFunction(() => document.querySelectorAll("main .pt-card, main .pt-tile").length > 0);
        expect(await page.locator(".pt-simulated").isVisible()).toBe(true);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
          0
        );
        expect(await page.locator(".observablehq--error").allTextContents()).toEqual([]);
        expect({complaints, remote}).toEqual({complaints: [], remote: []});
        await page.close();
      });

  it("draws the candles of the series that is chosen", async () => {
    const {page} = await visit("/market-data.html");
    const title = page.locator(".pt-card h3", {hasText: ", 1d"});
    await page.getByLabel("Instrument").selectOption("SOL/USDT");
    await page.getByLabel("Timeframe").selectOption("1d");
    await title.waitFor();
    expect(await title.textContent()).toBe("SOL/USDT, 1d");
    await page.close();
  });

  it("answers SQL over the snapshot in the page, and words errors", async () => {
    const {page} = await visit("/market-data.html");
    const field = page.getByLabel("SQL");
    await field.fill("SELECT count(DISTINCT instrument) AS instruments FROM candles;");
    await page.getByRole("button", {name: "Run"}).click();
    await page.locator(".pt-sql td", {hasText: /^6$/}).waitFor();
    await field.fill("SELECT * FROM nowhere");
    await page.getByRole("button", {name: "Run"}).click();
    await page.locator(".pt-sql .pt-down", {hasText: "nowhere"}).waitFor();
    await page.close();
  });

  it("shows times in the reader's zone and switches to UTC", async () => {
    const {page} = await visit("/market-data.html");
    const first = page.locator("td", {hasText: "2025-01-01"}).first();
    await first.waitFor();
    expect(await first.textContent()).toBe("2025-01-01 01:00");
    await page.getByRole("button", {name: "Times in Europe/Berlin"}).click();
    await page.locator("td", {hasText: "2025-01-01 00:00"}).first().waitFor();
    await page.close();
  });

  it("walks from a decision in the address down to its predictions and candles", async () => {
    const {page} = await visit("/decisions.html?id=decision-0");
    const predictions = page.locator(".pt-card", {has: page.locator("h3", {hasText: "Predictions"})});
    await predictions.locator("tr", {hasText: "trend"}).locator("td", {hasText: "%"}).first().waitFor();
    await page.locator(".pt-card h3", {hasText: "BTC/USDT, 1h"}).waitFor();
    await page.close();
  });

  it("asks before it halts trading, and passes the reason on", async () => {
    const {page} = await visit("/control.html");
    const halt = page.getByRole("button", {name: "Halt"});
    await halt.click();
    await page.getByRole("dialog").getByRole("button", {name: "Leave it"}).click();
    await page.getByRole("dialog").waitFor({state: "detached"});
    await halt.click();
    await page.getByRole("dialog").getByLabel("Reason").fill("the exchange is down");
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("dialog").getByRole("button", {name: "Halt"}).click();
    const request = await sent;
    expect(new URL(request.url()).pathname).toBe("/api/trading/halt");
    expect(request.postDataJSON()).toEqual({reason: "the exchange is down"});
    await page.close();
  });
});
