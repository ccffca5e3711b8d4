/**
 * The layers of ARCHITECTURE.md as rules: a lower layer never imports a higher one, peers never import each other,
 * src/lib stays pure. Run by `npm run boundaries` and by the architecture test.
 */
const components = ["market-data", "factors", "agents", "decision", "virtual-trading", "notification"];
const liveParts = [
  "collection",
  "virtual-trading",
  "integration",
  "monitoring",
  "notification",
  "control",
  "authentication",
  "storage"
];

/** Folders of src/lib that each layer may import, besides itself. */
const below = {
  core: [],
  vocabulary: ["core"],
  events: ["core", "vocabulary"],
  statistics: ["core"],
  indicators: ["core"],
  ...Object.fromEntries(components.map((name) => [name, ["core", "vocabulary", "events", "statistics", "indicators"]])),
  configuration: ["core", "vocabulary", "events", "statistics", "indicators", ...components],
  integration: ["core", "vocabulary", "events", "statistics", "indicators", "configuration", ...components]
};

/** Third-party packages that src/lib may use: docs/decisions/0001-dependencies.md says why each is pure. */
const pureDependencies = ["typebox", "@noble/hashes", "technicalindicators"];

const layerRules = Object.entries(below).map(([layer, allowed]) => ({
  name: `lib-${layer}-imports-only-lower-layers`,
  severity: "error",
  from: {path: `^src/lib/${layer}/`},
  to: {path: "^src/", pathNot: `^src/lib/(${[layer, ...allowed].join("|")})/`}
}));

const peerRules = liveParts.map((part) => ({
  name: `live-${part}-imports-no-peer`,
  severity: "error",
  from: {path: `^src/live/${part}/`},
  to: {path: "^src/live/", pathNot: `^src/live/(${part}|ports)/`}
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...peerRules,
    {name: "no-cycles", severity: "error", from: {}, to: {circular: true}},
    {name: "lib-has-no-node", severity: "error", from: {path: "^src/lib/"}, to: {dependencyTypes: ["core"]}},
    {
      name: "lib-uses-listed-packages-only",
      severity: "error",
      from: {path: "^src/lib/"},
      to: {path: "node_modules", pathNot: `node_modules/(${pureDependencies.join("|")})/`}
    },
    {
      name: "loaders-import-lib-only",
      severity: "error",
      from: {path: "^src/loaders/"},
      to: {path: "^src/", pathNot: "^src/(lib|loaders)/"}
    },
    {
      name: "live-imports-no-cli",
      severity: "error",
      from: {path: "^src/live/"},
      to: {path: "^src/", pathNot: "^src/(lib|loaders|live)/"}
    },
    {
      name: "pages-see-lib-only",
      severity: "error",
      from: {path: "^notebooks/(?!data/)"},
      to: {path: "^src/", pathNot: "^src/lib/"}
    },
    {
      name: "no-dead-files",
      severity: "error",
      from: {orphan: true, path: "^src/", pathNot: "^src/lib/factors/catalogue/"},
      to: {}
    }
  ],
  options: {
    tsConfig: {fileName: "tsconfig.json"},
    tsPreCompilationDeps: true,
    doNotFollow: {path: "node_modules"},
    exclude: {path: "^(notebooks/lib|notebooks/\\.observablehq|dist|data)/"},
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default", "node"],
      extensions: [".ts", ".js", ".mjs"]
    }
  }
};
