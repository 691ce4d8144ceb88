// Small maps scaled down and up, and along the edges of a photograph, as colorize_nb.upsampling does.

/** Maps of one size: each of the `planes` has `height` rows of `width` numbers.
 * @typedef {{ height: number, width: number, planes: Float32Array[] }} Maps */
/** @typedef {"bilinear" | "lanczos"} Filter */

const SUPPORT = { bilinear: 1, lanczos: 3 };

/** @param {number} x */
function sinc(x) { return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x); }

/** @type {Record<Filter, (x: number) => number>} */
const WEIGHT = {
  bilinear: x => Math.max(1 - Math.abs(x), 0),
  lanczos: x => Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0,
};

/**
 * Which of `from` values, and with which weights, make each of `to` values: the rule of Pillow's `resize`.
 * @param {number} from @param {number} to @param {Filter} filter
 * @returns {{ start: Int32Array, weights: Float64Array[] }} the first of them, and the weights from there on
 */
export function kernels(from, to, filter = "bilinear") {
  const scale = from / to, wide = Math.max(scale, 1), reach = SUPPORT[filter] * wide;
  const start = new Int32Array(to), weights = [];
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    start[i] = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const stop = Math.min(Math.trunc(centre + reach + 0.5), from);
    const found = Float64Array.from({ length: stop - start[i] }, (_, j) => WEIGHT[filter]((start[i] + j - centre + 0.5) / wide));
    const sum = found.reduce((total, weight) => total + weight, 0);
    weights.push(found.map(weight => weight / sum));
  }
  return { start, weights };
}

/**
 * `plane` scaled to `rows` x `columns`; shrinking averages over all pixels. 16 bits become numbers in [0, 1].
 * @param {Float32Array | Uint16Array} plane @param {number} height @param {number} width
 * @param {number} rows @param {number} columns @param {Filter} filter
 */
export function resizedPlane(plane, height, width, rows, columns, filter = "bilinear") {
  const across = kernels(width, columns, filter), down = kernels(height, rows, filter);
  const unit = plane instanceof Uint16Array ? 1 / 65535 : 1;
  const narrow = new Float32Array(height * columns);
  for (let x = 0; x < columns; x++) {
    const weights = across.weights[x], count = weights.length;
    for (let y = 0, from = across.start[x]; y < height; y++, from += width) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += weights[i] * plane[from + i];
      narrow[y * columns + x] = sum * unit;
    }
  }
  const result = new Float32Array(rows * columns), line = new Float64Array(columns);
  for (let y = 0; y < rows; y++) {
    line.fill(0);
    down.weights[y].forEach((weight, i) => {
      const from = (down.start[y] + i) * columns;
      for (let x = 0; x < columns; x++) line[x] += weight * narrow[from + x];
    });
    result.set(line, y * columns);
  }
  return result;
}

/** @param {Maps} maps @param {number} height @param {number} width @param {Filter} filter @returns {Maps} */
export function resized(maps, height, width, filter = "bilinear") {
  const planes = maps.planes.map(plane => resizedPlane(plane, maps.height, maps.width, height, width, filter));
  return { height, width, planes };
}

/**
 * The mean of the (2 `radius` + 1) squared positions around each; the values at the border go on outside.
 * @param {Float64Array} plane @param {number} height @param {number} width @param {number} radius
 */
export function boxMean(plane, height, width, radius) {
  const size = 2 * radius + 1, half = new Float64Array(plane.length), result = new Float64Array(plane.length);
  const near = (/** @type {number} */ i, /** @type {number} */ n) => Math.min(Math.max(i, 0), n - 1);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let d = -radius; d <= radius; d++) sum += plane[y * width + near(x + d, width)];
    half[y * width + x] = sum / size;
  }
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let d = -radius; d <= radius; d++) sum += half[near(y + d, height) * width + x];
    result[y * width + x] = sum / size;
  }
  return result;
}

/**
 * The line from luminance to each plane of `ab` around each position. Source: He, Sun, "Fast guided filter", arXiv:1505.00996.
 * @param {Maps} ab @param {Float32Array} luminance of the same size
 * @returns {Maps} the slopes of all planes, then the offsets
 */
export function edgeLines(ab, luminance, radius = 2, tolerance = 0.05) {
  const { height, width } = ab, mean = (/** @type {Float64Array} */ plane) => boxMean(plane, height, width, radius);
  const light = Float64Array.from(luminance), meanLight = mean(light), meanSquare = mean(light.map(v => v * v));
  const variance = meanSquare.map((value, i) => value - meanLight[i] ** 2 + tolerance ** 2);
  const slopes = [], offsets = [];
  for (const plane of ab.planes) {
    const values = Float64Array.from(plane), meanValue = mean(values), products = mean(values.map((v, i) => v * light[i]));
    const slope = products.map((value, i) => (value - meanLight[i] * meanValue[i]) / variance[i]);
    const offset = meanValue.map((value, i) => value - slope[i] * meanLight[i]);
    slopes.push(Float32Array.from(mean(slope)));
    offsets.push(Float32Array.from(mean(offset)));
  }
  return { height, width, planes: [...slopes, ...offsets] };
}

/** A map `ab` of the photograph's own size. */
export class Whole {
  /** @param {Maps} ab */
  constructor(ab) { this.ab = ab; }

  /** As that of `EdgeUpsampling`. @param {number} y @param {Float32Array} light @param {Float32Array} a @param {Float32Array} b @param {number} at */
  addRow(y, light, a, b, at) {
    const { width, planes } = this.ab;
    [a, b].forEach((sum, i) => { for (let x = 0; x < width; x++) sum[at + x] += planes[i][y * width + x]; });
  }
}

/** A small map `ab` for the rows of a photograph, along its edges. */
export class EdgeUpsampling {
  /**
   * @param {Maps} ab @param {Float32Array} smallLuminance the photograph's, scaled to the size of `ab`, L* / 100
   * @param {number} height @param {number} width of the photograph
   */
  constructor(ab, smallLuminance, height, width) {
    const lines = resized(edgeLines(ab, smallLuminance), ab.height, width);
    this.width = width;
    this.columns = lines.planes;
    this.down = kernels(ab.height, height);
  }

  /**
   * Add a* and b* of the row `y`, whose luminance is `light`, to `a` and `b` from `at` on.
   * @param {number} y @param {Float32Array} light from `at` on @param {Float32Array} a @param {Float32Array} b @param {number} at
   */
  addRow(y, light, a, b, at) {
    const { width } = this, weights = this.down.weights[y], [slopeA, slopeB, offsetA, offsetB] = this.columns;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i], from = (this.down.start[y] + i) * width;
      for (let x = 0; x < width; x++) {
        a[at + x] += weight * (slopeA[from + x] * light[at + x] + offsetA[from + x]);
        b[at + x] += weight * (slopeB[from + x] * light[at + x] + offsetB[from + x]);
      }
    }
  }
}
