// Colours that a person knows, spread along the edges, and what the network finds likely, as colorize_nb.hints computes them.
import { FULL, hexOf, labToRgb, linearOfLab, rgbOf, rgbToLab } from "./lab.js";
import { boxMean } from "./upsampling.js";
/** @typedef {import("./upsampling.js").Maps} Maps */

/** A colour, "#rrggbb", at a pixel of the photograph, and the radius of the disc that has it.
 * @typedef {{ x: number, y: number, color: string, radius: number }} Hint */

const VARIANCE = 0.3, NOISE = 0.02; // of luminance in [0, 1]: Levin's factor, and the difference below which nothing is an edge
const APART = 22, NEAR = 15, WIDTH = 10; // of modes, in Lab units

/** Whether sRGB has the colour, but for rounding. @param {number[]} lab */
export function inGamut(lab) { return linearOfLab(lab).every(light => light >= -1e-4 && light <= 1 + 1e-3); }

/** The colour with the same L* and hue, and with as much of its chroma as sRGB has. @param {number[]} lab */
export function intoGamut([lightness, a, b]) {
  if (inGamut([lightness, a, b])) return [lightness, a, b];
  let low = 0, high = 1;
  for (let i = 0; i < 12; i++) {
    const middle = (low + high) / 2;
    if (inGamut([lightness, middle * a, middle * b])) low = middle; else high = middle;
  }
  return [lightness, low * a, low * b];
}

/**
 * The pixels of all hints, each once, with the index of the nearest hint.
 * @param {Hint[]} hints @param {number} height @param {number} width @returns {Map<number, number>}
 */
export function discs(hints, height, width) {
  const owner = new Map(), apart = new Map();
  hints.forEach(({ x, y, radius }, which) => {
    const reach = Math.floor(radius), row = Math.round(y), column = Math.round(x);
    for (let i = Math.max(0, row - reach); i <= Math.min(height - 1, row + reach); i++)
      for (let j = Math.max(0, column - reach); j <= Math.min(width - 1, column + reach); j++) {
        const squared = (i - row) ** 2 + (j - column) ** 2, pixel = i * width + j;
        if (squared > radius ** 2 || squared >= (apart.get(pixel) ?? Infinity)) continue;
        apart.set(pixel, squared);
        owner.set(pixel, which);
      }
  });
  return owner;
}

/**
 * The hints whose colours, at the mean luminance of their discs, are not in sRGB, so that their chroma is reduced.
 * @param {Hint[]} hints @param {import("./photo.js").Photo} photo
 */
export function tooStrong(hints, { height, width, luminance }) {
  const sums = hints.map(() => 0), counts = hints.map(() => 0);
  for (const [pixel, which] of discs(hints, height, width)) {
    sums[which] += luminance[pixel] / FULL;
    counts[which] += 1;
  }
  return hints.filter(({ color }, i) => {
    const [, a, b] = rgbToLab(rgbOf(color)), [, least, most] = intoGamut([100 * sums[i] / Math.max(counts[i], 1), a, b]);
    return Math.hypot(a - least, b - most) > 2;
  });
}

/**
 * How alike each position is to its right neighbour and to the one below. Source: Levin, Lischinski, Weiss 2004,
 * doi:10.1145/1015706.1015780.
 * @param {Float32Array} luminance in [0, 1] @param {number} height @param {number} width
 */
export function affinities(luminance, height, width) {
  const light = Float64Array.from(luminance), mean = boxMean(light, height, width, 1);
  const square = boxMean(light.map(v => v * v), height, width, 1);
  const variance = square.map((value, i) => VARIANCE * Math.max(value - mean[i] ** 2, 0) + NOISE ** 2);
  const alike = (/** @type {number} */ i, /** @type {number} */ j) => Math.exp(-((light[i] - light[j]) ** 2) / (variance[i] + variance[j]));
  const right = new Float64Array(light.length), below = new Float64Array(light.length); // 0 at the last column or row
  for (let i = 0; i < light.length; i++) {
    if ((i + 1) % width) right[i] = alike(i, i + 1);
    if (i + width < light.length) below[i] = alike(i, i + width);
  }
  return { right, below };
}

/**
 * The values of all positions that keep the given ones where `held`, and elsewhere minimise the sum over neighbours of
 * affinity * difference ** 2, plus `prior` * value ** 2: by conjugate gradients with the diagonal as preconditioner.
 * Source: Hestenes and Stiefel 1952, doi:10.6028/jres.049.044.
 * @param {{ right: Float64Array, below: Float64Array }} affinity @param {number} width
 * @param {Uint8Array} held @param {Float64Array} values @param {number} prior above 0
 */
export function spread({ right, below }, width, held, values, prior) {
  const n = values.length, found = Float64Array.from(values, (value, i) => held[i] ? value : 0);
  const diagonal = new Float64Array(n).fill(prior);
  for (let i = 0; i < n; i++) {
    diagonal[i] += right[i] + below[i];
    if (right[i]) diagonal[i + 1] += right[i];
    if (below[i]) diagonal[i + width] += below[i];
  }
  /** The equations' left side. @param {Float64Array} given @param {Float64Array} result */
  function apply(given, result) {
    for (let i = 0; i < n; i++) result[i] = diagonal[i] * given[i];
    for (let i = 0; i < n; i++) {
      if (right[i]) { result[i] -= right[i] * given[i + 1]; result[i + 1] -= right[i] * given[i]; }
      if (below[i]) { result[i] -= below[i] * given[i + width]; result[i + width] -= below[i] * given[i]; }
    }
    for (let i = 0; i < n; i++) if (held[i]) result[i] = 0;
  }
  const product = new Float64Array(n), residual = new Float64Array(n), direction = new Float64Array(n);
  apply(found, product);
  for (let i = 0; i < n; i++) residual[i] = -product[i];
  let before = Infinity, least = 0;
  for (let step = 0; step < 3000; step++) {
    let size = 0, along = 0;
    for (let i = 0; i < n; i++) size += residual[i] ** 2 / diagonal[i];
    least ||= 1e-9 * size;
    if (size <= least) break;
    for (let i = 0; i < n; i++) direction[i] = residual[i] / diagonal[i] + size / before * direction[i];
    apply(direction, product);
    for (let i = 0; i < n; i++) along += direction[i] * product[i];
    for (let i = 0; i < n; i++) {
      found[i] += size / along * direction[i];
      residual[i] -= size / along * product[i];
    }
    before = size;
  }
  return found;
}

/**
 * Which cells of a grid have pixels of hints, and the mean ab that is wanted there.
 * @param {Hint[]} hints @param {number} height @param {number} width of the photograph @param {number} rows @param {number} columns
 */
export function wantedInCells(hints, height, width, rows, columns) {
  const colors = hints.map(hint => rgbToLab(rgbOf(hint.color)));
  const counts = new Float64Array(rows * columns), a = new Float64Array(rows * columns), b = new Float64Array(rows * columns);
  for (const [pixel, which] of discs(hints, height, width)) {
    const cell = Math.floor(Math.floor(pixel / width) * rows / height) * columns + Math.floor(pixel % width * columns / width);
    counts[cell] += 1;
    a[cell] += colors[which][1];
    b[cell] += colors[which][2];
  }
  const mean = (/** @type {Float64Array} */ sums) => sums.map((sum, i) => sum / Math.max(counts[i], 1));
  return { held: Uint8Array.from(counts, count => Number(count > 0)), wanted: [mean(a), mean(b)] };
}

/**
 * What `hints` add to the network's `ab`: a map of the same size, in Lab units.
 * @param {Maps} ab of the working size, along the edges @param {Float32Array} luminance of that size, L* / 100
 * @param {Hint[]} hints @param {number} height @param {number} width of the photograph
 * @param {number} reach as a fraction of the shorter side @returns {Maps}
 */
export function corrections(ab, luminance, hints, height, width, reach) {
  const { height: rows, width: columns } = ab, affinity = affinities(luminance, rows, columns);
  const { held, wanted } = wantedInCells(hints, height, width, rows, columns);
  const prior = (reach * Math.min(rows, columns)) ** -2;
  const planes = wanted.map((plane, which) => {
    const values = plane.map((value, i) => held[i] ? value - ab.planes[which][i] : 0);
    return Float32Array.from(spread(affinity, columns, held, values, prior));
  });
  for (let i = 0; i < luminance.length; i++) {
    if (Math.max(Math.abs(planes[0][i]), Math.abs(planes[1][i])) <= 1) continue;
    const [, a, b] = intoGamut([100 * luminance[i], ab.planes[0][i] + planes[0][i], ab.planes[1][i] + planes[1][i]]);
    planes[0][i] = a - ab.planes[0][i];
    planes[1][i] = b - ab.planes[1][i];
  }
  return { height: rows, width: columns, planes };
}

/**
 * The modes of a distribution over bins, the likeliest first: at most `count`, and at least `least` if there are so many.
 * @param {Float64Array} probabilities @param {number[][]} centres
 * @returns {{ ab: number[], probability: number }[]}
 */
export function modes(probabilities, centres, count = 6, least = 3) {
  const squared = centres.map(p => centres.map(q => (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2));
  const density = squared.map(row => row.reduce((sum, s, i) => sum + Math.exp(-s / (2 * WIDTH ** 2)) * probabilities[i], 0));
  const peak = squared.map((row, bin) => row.every((s, i) => s >= NEAR ** 2 || density[bin] >= density[i]));
  const order = centres.map((_, bin) => bin).sort((i, j) => Number(peak[j]) - Number(peak[i]) || density[j] - density[i]);
  /** @type {number[]} */
  const chosen = [];
  for (const bin of order)
    if (chosen.every(other => squared[bin][other] >= APART ** 2) && (peak[bin] || chosen.length < least)) chosen.push(bin);
  const owner = squared.map(row => chosen.reduce((best, bin, i) => row[bin] < row[chosen[best]] ? i : best, 0));
  const found = chosen.map((bin, which) => {
    let probability = 0, sum = 0;
    const ab = [0, 0];
    centres.forEach((centre, i) => {
      if (owner[i] !== which) return;
      probability += probabilities[i];
      if (squared[bin][i] >= NEAR ** 2) return;
      sum += probabilities[i];
      for (const k of [0, 1]) ab[k] += probabilities[i] * centre[k];
    });
    return { ab: sum ? ab.map(value => value / sum) : centres[bin], probability };
  });
  return found.sort((p, q) => q.probability - p.probability).slice(0, count);
}

/**
 * Likely colours as a page shows them, at the lightness of their place.
 * @param {Float64Array} probabilities @param {number[][]} centres @param {number} luminance L* / 100
 */
export function suggestions(probabilities, centres, luminance, count = 6) {
  return modes(probabilities, centres, count).map(({ ab, probability }) =>
    ({ color: hexOf(labToRgb(intoGamut([100 * luminance, ...ab]))), probability }));
}
