// From what a network predicts to a small map of ab, and to how sure it is, as colorize_nb.numpy_engine decodes.
/** @typedef {import("./upsampling.js").Maps} Maps */

/** What a distribution is over, and how often each colour occurs.
 * @typedef {{ centres: number[][], prior: number[] }} Bins */

/**
 * What is taken from the logits: from `rebalancing` 1, as trained, to 0, as if all bins were equally frequent.
 * @param {number[]} prior @param {number} rebalancing
 */
export function offsets(prior, rebalancing) {
  return prior.map(share => Math.log((1 - rebalancing) * share + rebalancing / prior.length));
}

/**
 * Probabilities of one position, written to `result`.
 * @param {Float32Array} logits (bins, positions) @param {number} positions @param {number} at which of them
 * @param {number[]} less taken from the logits @param {number} temperature @param {Float64Array} result
 */
export function softmax(logits, positions, at, less, temperature, result) {
  let highest = -Infinity, sum = 0;
  for (let bin = 0; bin < result.length; bin++) {
    result[bin] = (logits[bin * positions + at] - less[bin]) / temperature;
    if (result[bin] > highest) highest = result[bin];
  }
  for (let bin = 0; bin < result.length; bin++) sum += result[bin] = Math.exp(result[bin] - highest);
  for (let bin = 0; bin < result.length; bin++) result[bin] /= sum;
}

/** `maps` with each position twice in both directions. @param {Maps} maps @returns {Maps} */
export function doubled({ height, width, planes }) {
  const wide = 2 * width, double = (/** @type {Float32Array} */ plane) =>
    Float32Array.from({ length: 4 * plane.length }, (_, i) => plane[(Math.floor(i / wide) >> 1) * width + ((i % wide) >> 1)]);
  return { height: 2 * height, width: wide, planes: planes.map(double) };
}

/** The mean of each position and of those of its eight neighbours that exist. @param {Maps} maps @returns {Maps} */
export function smooth({ height, width, planes }) {
  const result = planes.map(plane => new Float32Array(plane.length));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const top = Math.max(y - 1, 0), bottom = Math.min(y + 1, height - 1), left = Math.max(x - 1, 0), right = Math.min(x + 1, width - 1);
    const count = (bottom - top + 1) * (right - left + 1);
    planes.forEach((plane, which) => {
      let sum = 0;
      for (let i = top; i <= bottom; i++) for (let j = left; j <= right; j++) sum += plane[i * width + j];
      result[which][y * width + x] = sum / count;
    });
  }
  return { height, width, planes: result };
}

/**
 * The annealed mean of each distribution: ab in Lab units, twice as large. Source: Zhang, Isola and Efros 2016,
 * doi:10.1007/978-3-319-46487-9_40.
 * @param {Float32Array} logits (bins, height, width) @param {number} height @param {number} width
 * @param {Bins} bins @param {number} temperature 1: the mean; near 0: the likeliest bin @param {number} rebalancing
 */
export function decode(logits, height, width, { centres, prior }, temperature, rebalancing) {
  const less = offsets(prior, rebalancing), probabilities = new Float64Array(prior.length), positions = height * width;
  const planes = [new Float32Array(positions), new Float32Array(positions)];
  for (let at = 0; at < positions; at++) {
    softmax(logits, positions, at, less, temperature, probabilities);
    let a = 0, b = 0;
    for (let bin = 0; bin < centres.length; bin++) {
      a += probabilities[bin] * centres[bin][0];
      b += probabilities[bin] * centres[bin][1];
    }
    planes[0][at] = a;
    planes[1][at] = b;
  }
  return smooth(doubled({ height, width, planes }));
}

/**
 * How unsure the network is at each position: the entropy of its distribution, in nats.
 * @param {Float32Array} logits (bins, height, width) @param {number} height @param {number} width @param {number} count of bins
 * @returns {Maps} one plane
 */
export function entropy(logits, height, width, count) {
  const positions = height * width, none = new Array(count).fill(0), probabilities = new Float64Array(count);
  const plane = new Float32Array(positions);
  for (let at = 0; at < positions; at++) {
    softmax(logits, positions, at, none, 1, probabilities);
    plane[at] = -probabilities.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
  }
  return { height, width, planes: [plane] };
}
