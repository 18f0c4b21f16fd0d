// The typefaces, cut to the characters and weights that our styles use: 42 kB instead of 92 kB on a first visit.
// Letters that few pages have (Siân in a title, Łukasz, Tŷ) are in files of their own, fetched only by a page that
// needs them. Cut once, then kept beside the packages.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const modules = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const cache = join(modules, ".cache/fonts");

const family = (name) => (part) => `@fontsource-variable/${name}/files/${name}-${part}-wght-normal.woff2`;
const atkinson = family("atkinson-hyperlegible-next");
const newsreader = family("newsreader");

// Weights: the lightest and the boldest that styles/ asks for.
const reading = { min: 400, max: 750, default: 400 };
const titles = { min: 400, max: 600, default: 400 };

// Kerning, ligatures, accents and figures of one width; no small capitals, no old style figures, which no style asks for.
const features = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"];

// Keep in step with unicode-range in styles/fonts.scss.
const plain = [[0x20, 0x7e], [0xa0], [0xa3], [0xa9], [0xab], [0xb7], [0xbb], [0xc9], [0xe9], [0x2010, 0x2027], [0x2030, 0x203a], [0x2192]];
const accented = [[0xa1, 0xa2], [0xa4, 0xa8], [0xaa], [0xac, 0xb6], [0xb8, 0xba], [0xbc, 0xc8], [0xca, 0xe8], [0xea, 0xff], [0x131], [0x152, 0x153], [0x20ac], [0x2122], [0x2190, 0x2191], [0x2193], [0x2212]];
const latin = [[0x20, 0x7e], [0xa0, 0xff], [0x131], [0x152, 0x153], [0x2010, 0x2027], [0x2030, 0x203a], [0x20ac], [0x2122], [0x2190, 0x2193], [0x2212]];
const extended = [[0x100, 0x17f], [0x218, 0x21b], [0x1e80, 0x1e85], [0x1ef2, 0x1ef3]];

export const faces = {
  "atkinson.woff2": { file: atkinson("latin"), characters: latin, weights: reading },
  "atkinson-extended.woff2": { file: atkinson("latin-ext"), characters: extended, weights: reading },
  "newsreader.woff2": { file: newsreader("latin"), characters: plain, weights: titles },
  "newsreader-accented.woff2": { file: newsreader("latin"), characters: accented, weights: titles },
  "newsreader-extended.woff2": { file: newsreader("latin-ext"), characters: extended, weights: titles },
};

const text = (ranges) =>
  ranges
    .flatMap(([first, last = first]) => Array.from({ length: last - first + 1 }, (_, n) => first + n))
    .map((point) => String.fromCodePoint(point))
    .join("");

async function cut(name) {
  const { file, characters, weights } = faces[name];
  const whole = await readFile(join(modules, file));
  const key = createHash("sha256").update(whole).update(JSON.stringify([characters, weights, features])).digest("hex");
  const kept = join(cache, `${key.slice(0, 16)}-${name}`);
  try {
    return await readFile(kept);
  } catch {
    const part = await subsetFont(whole, text(characters), {
      targetFormat: "woff2",
      variationAxes: { wght: weights },
      keepFeatures: features,
    });
    await mkdir(cache, { recursive: true });
    await writeFile(kept, part);
    return part;
  }
}

// For esbuild: url("font:atkinson.woff2") in a style sheet.
export const fonts = {
  name: "fonts",
  setup(build) {
    build.onResolve({ filter: /^font:/ }, ({ path }) => ({ path: path.slice(5), namespace: "font" }));
    build.onLoad({ filter: /./, namespace: "font" }, async ({ path }) => ({
      contents: await cut(path),
      loader: "file",
    }));
  },
};
