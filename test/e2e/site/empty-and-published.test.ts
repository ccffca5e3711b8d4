/** The site before any command has made data, and the copy that is published without a daemon. */
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {buildSite} from "../../../src/loaders/site/build-site.js";
import {describeWithBrowser, launchBrowser} from "../../support/browser.js";
import {createSiteProject, type SiteProject} from "../../support/site-project.js";
import {type SiteServer, serveSite} from "../../support/site-server.js";

describeWithBrowser("a published site without data", () => {
  let project: SiteProject;
  let server: SiteServer;
  let browser: Browser;

  beforeAll(async () => {
    project = await createSiteProject();
    await buildSite({project: project.folder, isPublished: true});
    server = await serveSite(project.site, {});
    browser = await launchBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await project?.remove();
  });

  /** Text that the page must come to show, with nothing on the console. */
  async function shows(path: string, text: string): Promise<void> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${server.origin}${path}`);
    await page.getByText(text).first().waitFor();
    await page.waitForFunction(() => document.querySelector("observablehq-loading") === null);
    expect(complaints).toEqual([]);
    expect(await page.locator(".pt-simulated").count()).toBe(0);
    await page.close();
  }

  for (const [path, command] of [
    ["/", "papertape factors"],
    ["/market-data.html", "papertape snapshot"],
    ["/factors.html", "papertape factors"],
    ["/agents.html", "papertape agents"],
    ["/decisions.html", "papertape backtest"],
    ["/reports/", "papertape backtest"]
  ] as const)
    it(`names on ${path} the command that makes what is missing`, () => shows(path, command));

  for (const path of ["/virtual-trading.html", "/monitoring.html", "/control.html", "/audit.html"])
    it(`says on ${path} that no daemon stands behind it`, () => shows(path, "npm start"));
});
