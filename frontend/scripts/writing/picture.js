// A picture made smaller before it is sent: what a phone takes has ten megabytes, what is shown has one. It stands upright
// then and nothing is left of where it was taken. A kind that only this browser can read is sent as one that all can.
const LONGEST_SIDE = 2000; // attachments/images.py draws it no larger
const QUALITY = 0.86;
const SMALL = 1_000_000; // bytes that need no trouble
const FEW = 256; // colours: a drawing or a screen, which JPEG would smear
const TAKEN = ["image/jpeg", "image/png", "image/webp"];
const BY_NAME = /\.(heic|heif|avif|tiff?|bmp)$/i; // not every system knows what kind these are

/** The picture as it should be sent; the file as it came where that is better, or where it is none. */
export async function smaller(file) {
  const known = TAKEN.includes(file.type);
  const maybe = known || (/^image\/(?!gif|svg)/.test(file.type) && file.type) || BY_NAME.test(file.name);
  if (!maybe) return file;
  let bitmap = null;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    if (known && scale === 1 && file.size <= SMALL) return file;
    const drawn = await draw(bitmap, scale, file.type !== "image/jpeg");
    return known && drawn.size >= file.size ? file : renamed(drawn, file.name);
  } catch {
    return file; // this browser cannot read it: the server says what to do
  } finally {
    bitmap?.close();
  }
}

async function draw(bitmap, scale, maybeFlat) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paint = canvas.getContext("2d", { willReadFrequently: maybeFlat });
  paint.imageSmoothingQuality = "high";
  paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const kind = maybeFlat && keepsAll(paint, canvas) ? "image/png" : "image/jpeg";
  const made = await new Promise((settle) => canvas.toBlob(settle, kind, QUALITY));
  if (made === null) throw new Error("the picture is too large for this browser");
  return made;
}

// Whether something shines through, or there are few colours.
function keepsAll(paint, { width, height }) {
  const pixels = new Uint32Array(paint.getImageData(0, 0, width, height).data.buffer);
  const colours = new Set();
  for (const pixel of pixels) {
    if (pixel >>> 24 !== 255) return true;
    if (colours.size <= FEW) colours.add(pixel);
  }
  return colours.size <= FEW;
}

function renamed(made, name) {
  const ending = made.type === "image/png" ? "png" : "jpg";
  return new File([made], `${name.replace(/\.[^.]{1,5}$/, "") || "picture"}.${ending}`, { type: made.type });
}
