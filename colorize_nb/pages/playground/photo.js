// A file that a person chose becomes the luminance of a photograph, or one clear sentence.
import { writeLuminance } from "./lab.js";

/** @typedef {{ height: number, width: number, luminance: Uint16Array }} Photo */

export const MEGAPIXELS = 100; // a page of a phone has little memory
const LARGEST_FILE = 200e6; // bytes
const STRIP = 1 << 20; // pixels taken at a time

/** What a file is, by its first bytes; "" if it may be a picture. @param {Uint8Array} head @returns {string} */
export function kindOf(head) {
  const text = String.fromCharCode(...head.slice(0, 16)), brand = text.slice(8, 12);
  if (text.slice(4, 8) === "ftyp" && ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"].includes(brand)) return "heic";
  if (text.slice(4, 8) === "ftyp" && !["avif", "avis"].includes(brand)) return "film";
  if (text.startsWith("%PDF")) return "pdf";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "tiff";
  return "";
}

/** @type {Record<string, string>} */
const ADVICE = {
  heic: "is a HEIC photograph, which this browser cannot read: save it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)",
  film: "is a film: choose a photograph",
  pdf: "is a PDF: save its picture as JPEG or PNG",
  tiff: "is a TIFF or RAW file, which browsers cannot read: save it as JPEG or PNG",
  "": "is no picture that this browser can read, or it is damaged: choose a JPEG, PNG or WebP file",
};

/** @param {number} size of the file, in bytes @param {string} name */
export function checkFile(size, name) {
  if (size === 0) throw new Error(`${name} is empty: choose another file`);
  const megabytes = Math.round(size / 1e6);
  if (size > LARGEST_FILE) throw new Error(`${name} has ${megabytes} MB, and this page takes up to ${LARGEST_FILE / 1e6}: save it smaller`);
}

/** @param {number} height @param {number} width @param {string} name */
export function checkSize(height, width, name) {
  const megapixels = Math.round(height * width / 1e6);
  if (megapixels > MEGAPIXELS) throw new Error(`${name} has ${megapixels} megapixels, and this page takes up to ${MEGAPIXELS}: save it smaller`);
}

/**
 * The picture in a file, upright. @param {Blob} file @param {string} name @returns {Promise<ImageBitmap>}
 */
export async function opened(file, name) {
  checkFile(file.size, name);
  let picture;
  try { picture = await createImageBitmap(file, { imageOrientation: "from-image" }); }
  catch { throw new Error(`${name} ${ADVICE[kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()))]}`); }
  checkSize(picture.height, picture.width, name);
  return picture;
}

/** Whether pixels have a colour, beyond what JPEG adds to grey ones. @param {Uint8ClampedArray} rgba */
export function hasColor(rgba) {
  let count = 0;
  for (let i = 0; i < rgba.length; i += 4)
    if (Math.max(rgba[i], rgba[i + 1], rgba[i + 2]) - Math.min(rgba[i], rgba[i + 1], rgba[i + 2]) > 12) count++;
  return count > rgba.length / 4 / 1000;
}

/** A canvas on white, and its context for reading and writing. @param {number} height @param {number} width */
export function canvasOf(height, width) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser gives no memory for a picture: close other pages, or choose a smaller photograph");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  return { canvas, context };
}

/** How many rows of `width` pixels are taken at a time. @param {number} width */
export function rowsAtOnce(width) { return Math.max(1, Math.floor(STRIP / width)); }

/** The luminance of a `picture`, taken strip by strip; transparent parts lie on white. @param {ImageBitmap} picture @returns {Photo} */
export function luminanceOf(picture) {
  const { height, width } = picture, luminance = new Uint16Array(height * width), step = Math.min(rowsAtOnce(width), height);
  for (let first = 0; first < height; first += step) {
    const rows = Math.min(step, height - first), { context } = canvasOf(rows, width);
    context.drawImage(picture, 0, first, width, rows, 0, 0, width, rows);
    writeLuminance(context.getImageData(0, 0, width, rows).data, luminance, first * width);
  }
  return { height, width, luminance };
}
