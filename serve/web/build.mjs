// Builds what browsers get into dist/: the scripts, bundled with what they
// import, and the picture of the land. Run by "make web".
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { land } from "./world.mjs";

await build({
  entryPoints: ["charts.ts", "pages.ts"],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
});
await writeFile("dist/land.svg", land(JSON.parse(await readFile("node_modules/world-atlas/countries-110m.json", "utf8"))));
