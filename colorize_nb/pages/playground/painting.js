// One photograph in the worker: what each network predicts for it, and pictures made of that.
import { decode, entropy, softmax } from "./decoding.js";
import { corrections, suggestions } from "./hints.js";
import { FULL, writeRgb } from "./lab.js";
import { seenSize, workingSize } from "./sizes.js";
import { EdgeUpsampling, resized, resizedPlane, Whole } from "./upsampling.js";
/** @typedef {import("./sizes.js").Colorizer} Colorizer */
/** @typedef {import("./decoding.js").Bins} Bins */
/** @typedef {import("./hints.js").Hint} Hint */
/** @typedef {import("./photo.js").Photo} Photo */
/** @typedef {import("./upsampling.js").Maps} Maps */

/** What a network gives for a photograph: the colour head's maps, and the probabilities of the scene classes.
 * @typedef {{ height: number, width: number, colors: Float32Array, scene: Float32Array | null }} Outputs */
/** What a visitor has set.
 * @typedef {{ temperature: number | null, saturation: number, hints: Hint[], reach: number }} Settings */

/**
 * What a network sees of a plane of luminance. @param {Colorizer} colorizer @param {Photo} photo
 * @returns {{ luminance: Maps, view: Maps | null }}
 */
export function networkInputs(colorizer, photo) {
  const seen = (/** @type {number} */ height, /** @type {number} */ width) => {
    const plane = resizedPlane(photo.luminance, photo.height, photo.width, height, width, "lanczos");
    return { height, width, planes: [plane.map(value => Math.min(Math.max(value, 0), 1) - colorizer.inputMean)] };
  };
  const [height, width] = seenSize(colorizer, photo.height, photo.width), side = colorizer.imageSize;
  return { luminance: seen(height, width), view: colorizer.globalPath ? seen(side, side) : null };
}

/**
 * The small map of ab of what a network gave. @param {Colorizer} colorizer @param {Bins | null} bins @param {Outputs} outputs
 * @param {number | null} temperature null: the colorizer's own @returns {Maps}
 */
export function decoded(colorizer, bins, { height, width, colors }, temperature) {
  if (colorizer.quantized && bins) return decode(colors, height, width, bins, temperature ?? colorizer.temperature, colorizer.rebalancing);
  const [scale, zero] = colorizer.abScale, positions = height * width;
  return { height, width, planes: [0, 1].map(i => colors.slice(i * positions, (i + 1) * positions).map(value => value * scale - zero)) };
}

/** The luminance of a photograph at a small size. @param {Photo} photo @param {number} rows @param {number} columns */
function small(photo, rows, columns) { return resizedPlane(photo.luminance, photo.height, photo.width, rows, columns); }

/** `ab` with stronger or weaker colours. @param {Maps} ab @param {number} factor @returns {Maps} */
function saturated(ab, factor) { return { ...ab, planes: ab.planes.map(plane => plane.map(value => value * factor)) }; }

/** All maps of ab whose sum colours a photograph: the network's, and what hints add.
 * @param {Photo} photo @param {Maps} ab @param {Settings} settings @returns {Maps[]} */
export function layers(photo, ab, { saturation, hints, reach }) {
  const own = saturated(ab, saturation);
  if (!hints.length) return [own];
  const [rows, columns] = workingSize(photo.height, photo.width), light = small(photo, rows, columns);
  const working = along([own], rows, columns, light);
  return [own, corrections({ height: rows, width: columns, planes: working }, light, hints, photo.height, photo.width, reach)];
}

/** The rows of a photograph of `height` x `width` in the colours of `ab`: the network's, or with `correction` what hints add to them.
 * @param {Maps} ab @param {boolean} correction @param {Float32Array} light of the size of `ab` @param {number} height @param {number} width */
function enlarged(ab, correction, light, height, width) {
  const whole = correction && ab.height === height && ab.width === width;
  return whole ? new Whole(ab) : new EdgeUpsampling(ab, light, height, width);
}

/** a* and b* of all `maps`, as of `layers`, together, along the edges of `light`.
 * @param {Maps[]} maps @param {number} rows @param {number} columns @param {Float32Array} light of that size */
function along(maps, rows, columns, light) {
  const planes = [new Float32Array(rows * columns), new Float32Array(rows * columns)];
  maps.forEach((ab, i) => {
    const upsampling = enlarged(ab, i > 0, resizedPlane(light, rows, columns, ab.height, ab.width), rows, columns);
    for (let y = 0; y < rows; y++) upsampling.addRow(y, light, planes[0], planes[1], y * columns);
  });
  return planes;
}

/** A picture of `rows` x `columns` of a photograph, in the colours of all `maps`: RGBA.
 * @param {Photo} photo @param {Maps[]} maps @param {number} rows @param {number} columns */
export function picture(photo, maps, rows, columns) {
  const light = small(photo, rows, columns), rgba = new Uint8ClampedArray(4 * light.length);
  const [a, b] = along(maps, rows, columns, light);
  writeRgb(light, a, b, rgba);
  return rgba;
}

/**
 * Pixels of the photograph's own size, `count` rows at a time. @param {Photo} photo @param {Maps[]} maps @param {number} count
 * @returns {Generator<{ first: number, rgba: Uint8ClampedArray<ArrayBuffer> }>}
 */
export function* strips(photo, maps, count) {
  const { height, width, luminance } = photo;
  const upsamplings = maps.map((ab, i) => enlarged(ab, i > 0, small(photo, ab.height, ab.width), height, width));
  for (let first = 0; first < height; first += count) {
    const last = Math.min(first + count, height), pixels = (last - first) * width;
    const light = Float32Array.from(luminance.subarray(first * width, last * width), value => value / FULL);
    const a = new Float32Array(pixels), b = new Float32Array(pixels), rgba = new Uint8ClampedArray(4 * pixels);
    for (let y = first; y < last; y++) for (const each of upsamplings) each.addRow(y, light, a, b, (y - first) * width);
    writeRgb(light, a, b, rgba);
    yield { first, rgba };
  }
}

/** How unsure a network is, as grey pixels from black, sure, to white, all bins alike.
 * @param {Outputs} outputs @param {number} bins @param {number} rows @param {number} columns */
export function uncertainty(outputs, bins, rows, columns) {
  const unsure = entropy(outputs.colors, outputs.height, outputs.width, bins), [large] = resized(unsure, rows, columns).planes;
  const mean = unsure.planes[0].reduce((sum, value) => sum + value, 0) / unsure.planes[0].length;
  const rgba = new Uint8ClampedArray(4 * large.length).fill(255);
  large.forEach((value, i) => rgba.fill(255 * value / Math.log(bins), 4 * i, 4 * i + 3));
  return { rgba, mean, most: Math.log(bins) };
}

/** Likely colours at a pixel of the photograph. @param {Photo} photo @param {Outputs} outputs @param {Bins} bins
 * @param {number} x @param {number} y */
export function likely(photo, outputs, bins, x, y) {
  const row = Math.floor(y * outputs.height / photo.height), column = Math.floor(x * outputs.width / photo.width);
  const probabilities = new Float64Array(bins.centres.length), none = new Array(bins.centres.length).fill(0);
  softmax(outputs.colors, outputs.height * outputs.width, row * outputs.width + column, none, 1, probabilities);
  return suggestions(probabilities, bins.centres, photo.luminance[y * photo.width + x] / FULL);
}
