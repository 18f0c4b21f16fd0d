// Builds styles, scripts, fonts and pictures into lpcommunity/web/static, each under a name that carries its
// content's hash, and writes manifest.json: plain name → name with hash. lpcommunity/web/assets.py reads it.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../lpcommunity/web/static");
const work = `${target}.new`;

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

async function bundle() {
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: { app: "styles/app.scss", main: "scripts/main.js" },
    outdir: work,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    plugins: [styles],
    logLevel: "warning",
  });
  return Object.keys(metafile.outputs).map((path) => basename(path));
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

// Built beside and moved into place at the end, so that a running server never finds half a build.
await rm(work, { recursive: true, force: true });
await mkdir(work, { recursive: true });
const names = [...(await bundle()), ...(await pictures())].sort();
const manifest = Object.fromEntries(names.map((hashed) => [plain(hashed), hashed]));
await writeFile(join(work, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(target, { recursive: true, force: true });
await rename(work, target);
console.log(`Built ${names.length} files into ${relative(process.cwd(), target)}`);
