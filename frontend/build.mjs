// Builds styles, scripts, fonts and pictures, each under a name that carries its content's hash, and manifest.json:
// plain name → name with hash. Each build lies in a folder of its own, lpcommunity/web/static/<hash of its manifest>,
// and static/current names the one that a service takes when it starts. One that runs keeps the build that it began with:
// lpcommunity/web/assets.py. What no service holds any more is taken away by scripts/tidy_builds.py.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { fonts } from "./fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../lpcommunity/web/static");
const work = join(target, "new");
const pointer = join(target, "current");

// Sass for esbuild: whatever ends in .scss goes through Dart Sass, and what comes out is bundled as CSS.
const styles = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async ({ path }) => ({
      contents: (
        await sass.compileAsync(path, {
          loadPaths: [dirname(path), join(here, "node_modules")],
          quietDeps: true,
        })
      ).css,
      loader: "css",
      resolveDir: dirname(path),
    }));
  },
};

// Each file that lies directly in scripts/ is served under its own name; what they share lies in folders below.
async function scripts() {
  const names = (await readdir(join(here, "scripts"))).filter((name) => extname(name) === ".js");
  return Object.fromEntries(names.map((name) => [basename(name, ".js"), `scripts/${name}`]));
}

// What is imported when it is needed is a file of its own, under a hashed name like all; what scripts share is there once, so
// that they share its state. What brings modules of another sort (clipboard) is built alone: else every page would load a
// second file, with what esbuild needs for those.
async function bundle() {
  const { clipboard, ...others } = await scripts();
  return [...(await built({ app: "styles/app.scss", ...others })), ...(await built({ clipboard }))];
}

async function built(entryPoints) {
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints,
    outdir: work,
    bundle: true,
    splitting: true,
    chunkNames: "[name]-[hash]",
    minify: true,
    legalComments: "none", // they are in licences.txt, in full; what libraries mark as such are descriptions
    metafile: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    plugins: [styles, fonts],
    logLevel: "warning",
  });
  return Object.keys(metafile.outputs).map((path) => basename(path));
}

// Whoever passes these files on passes on their terms.
async function licences() {
  const { dependencies } = JSON.parse(await readFile(join(here, "package.json")));
  const texts = Object.keys(dependencies).map(async (name) => {
    const folder = join(here, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const { license, homepage } = JSON.parse(await readFile(join(folder, "package.json")));
    const terms = file ? await readFile(join(folder, file), "utf8") : `${license} (${homepage})`;
    return `${name}\n\n${terms.trim()}\n`;
  });
  await writeFile(join(work, "licences.txt"), (await Promise.all(texts)).join("\n\n"));
}

// Compressed once, here, and as hard as it goes; fonts are compressed already.
async function compress() {
  const names = (await readdir(work)).filter((name) => /\.(css|js|svg|txt)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(work, name));
      await writeFile(join(work, `${name}.br`), await promisify(brotliCompress)(content));
      await writeFile(join(work, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

async function pictures() {
  const folder = join(here, "images");
  return Promise.all(
    (await readdir(folder)).map(async (name) => {
      const content = await readFile(join(folder, name));
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
      const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
      await writeFile(join(work, hashed), content);
      return hashed;
    }),
  );
}

// "app-QWERTY12.css" is found as "app.css".
const plain = (hashed) => hashed.replace(/-[0-9A-Z]{8}(?=\.\w+$)/, "");

await rm(work, { recursive: true, force: true });
await mkdir(work, { recursive: true });
const names = [...(await bundle()), ...(await pictures())].sort();
await licences();
await compress();
// Parts that scripts share among themselves ("chunk-…") are named by no page, and have no plain name of their own.
const part = (hashed) => hashed.startsWith("chunk-");
const manifest = Object.fromEntries(names.map((hashed) => [part(hashed) ? hashed : plain(hashed), hashed]));
const told = `${JSON.stringify(manifest, null, 2)}\n`;
await writeFile(join(work, "manifest.json"), told);
const build = createHash("sha256").update(told).digest("hex").slice(0, 12);
const place = join(target, build);
// A build that is there already may be in use, and is the same.
await (existsSync(join(place, "manifest.json")) ? rm(work, { recursive: true }) : rename(work, place));
await utimes(place, new Date(), new Date());
// Switched as a whole, in one step.
await writeFile(`${pointer}.new`, `${build}\n`);
await rename(`${pointer}.new`, pointer);
console.log(`Built ${names.length} files into ${relative(process.cwd(), place)}`);
