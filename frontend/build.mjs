// Bundles src/ into src/powergraph/web/static/dist/: scripts named by their content, the manifest that tells which is
// which and what they were made of, and the licences of what is in them. `make frontend` runs it.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "src", "powergraph", "web", "static", "dist");
const entries = ["site.ts", "query.ts"];

// Say what the bundles are made of: tools/frontend_hook.py computes the same from the same files.
async function sourcesDigest() {
  const found = await readdir(join(here, "src"), { recursive: true, withFileTypes: true });
  const names = found
    .filter((each) => each.isFile())
    .map((each) => relative(here, join(each.parentPath ?? each.path, each.name)).split(sep).join("/"));
  const digest = createHash("sha256");
  for (const name of [...names, "build.mjs", "package.json", "package-lock.json", "tsconfig.json"].sort()) {
    const content = createHash("sha256").update(await readFile(join(here, name))).digest("hex");
    digest.update(`${name} ${content}\n`);
  }
  return digest.digest("hex");
}

// Return the licence texts of the packages whose files are in a bundle.
async function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const parts = ["What the scripts of powergraph hold of others, and under which terms."];
  for (const folder of [...packages].sort()) {
    const place = join(here, folder);
    const { name, version, license } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
    const file = (await readdir(place)).find((each) => /^(licen[cs]e|copying)/i.test(each));
    if (!file) throw new Error(`${name} is in a bundle and brings no licence text`);
    parts.push(`${name} ${version} (${license})\n\n${(await readFile(join(place, file), "utf8")).trim()}`);
  }
  if (packages.size === 0) parts.push("Nothing: all of it was written for powergraph.");
  return parts.join(`\n\n${"-".repeat(78)}\n\n`) + "\n";
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const files = {};
const inputs = new Set();
for (const entry of entries) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [`src/${entry}`],
    entryNames: "[name]-[hash]",
    outdir: dist,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: "/* What is in here of others, and under which terms: THIRD_PARTY_LICENSES.txt beside this file. */" },
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    files[`${basename(output.entryPoint ?? path, ".ts")}.js`] = basename(path);
    for (const input of Object.keys(output.inputs)) inputs.add(input);
  }
}
await writeFile(join(dist, "THIRD_PARTY_LICENSES.txt"), await licences([...inputs]));
// The manifest comes last: while it is missing, pages come without scripts.
const manifest = { sources: await sourcesDigest(), files };
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
