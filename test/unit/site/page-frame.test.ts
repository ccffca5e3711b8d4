import {describe, expect, it} from "vitest";
import {frameHtml, pageFooter, pageHead, pageHeader} from "../../../src/loaders/site/page-frame.js";

const site = {snapshot: "abc", run: null, isSimulated: true, generatedAt: 0, papertapeVersion: "1.0.0"};
const page = '<html><head></head><body><div id="observablehq-center"><main>words</main></div></body></html>';
const frame = (path: string) =>
  frameHtml(page, {
    path,
    head: "<meta>",
    header: '<a href="/">x</a><a href="/factors">y</a><a href="/reports/">z</a>',
    footer: "foot"
  });

describe("the frame around a page", () => {
  it("links relative to the page, so that the site works in any folder", () => {
    expect(frame("/index.html")).toContain(
      '<a href="./">x</a><a href="./factors.html">y</a><a href="./reports/">z</a>'
    );
    expect(frame("/factor/rsi.html")).toContain(
      '<a href="../">x</a><a href="../factors.html">y</a><a href="../reports/">z</a>'
    );
  });

  it("keeps the page's own words", () => {
    expect(frame("/index.html")).toContain("<main>words</main>");
    expect(frame("/index.html")).toMatch(/<meta>\n<\/head>/);
  });

  it("says that data are simulated only when they are", () => {
    expect(pageHeader("/index", site)).toContain("Simulated data.");
    expect(pageHeader("/index", {...site, isSimulated: false})).not.toContain("imulated");
  });

  it("marks the link that the page belongs to", () => {
    expect(pageHeader("/factor/rsi", site)).toContain('<a href="/factors" aria-current="page">');
    expect(pageHeader("/index", site)).toContain('<a href="/" aria-current="page">');
    expect(pageHeader("/audit", site).match(/aria-current/g)).toHaveLength(1);
  });

  it("names the snapshot, and writes no markup that a name contains", () => {
    expect(pageFooter(site)).toContain(">abc</code>");
    expect(pageFooter({...site, snapshot: "<b>"})).not.toContain("<b>");
    expect(pageFooter({...site, snapshot: null})).toContain("No snapshot yet");
  });

  it("tells the page whether a daemon stands behind it", () => {
    expect(pageHead({isPublished: true})).toContain('content="published"');
    expect(pageHead({isPublished: false})).toContain('content="served"');
  });
});
