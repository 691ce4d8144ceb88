// At which sizes a network sees a photograph, as colorize_nb.predict chooses them.
/** What of a recipe the page needs.
 * @typedef {{ name: string, about: string, file: string, classes: string[], shortSide: number, enlarged: boolean, imageSize: number,
 *   globalPath: boolean, quantized: boolean, inputMean: number, abScale: number[], temperature: number, rebalancing: number }} Colorizer */

export const LONGEST = 16; // times the short side: a longer strip is shrunk further

/** As Python rounds: halves to the even number. @param {number} value */
function rounded(value) {
  const below = Math.floor(value), rest = value - below;
  return rest === 0.5 ? below + below % 2 : Math.round(value);
}

/**
 * Height and width at which a network sees a photograph: multiples of 8, the short side near `shortSide`.
 * @param {number} height @param {number} width @param {number} shortSide
 */
export function networkSize(height, width, shortSide) {
  const scale = Math.min(shortSide / Math.min(height, width), LONGEST * shortSide / Math.max(height, width));
  return [height, width].map(side => Math.max(8, 8 * rounded(side * scale / 8)));
}

/** @param {Colorizer} colorizer @param {number} height @param {number} width of the photograph */
export function seenSize(colorizer, height, width) {
  const { shortSide, enlarged } = colorizer;
  return networkSize(height, width, enlarged ? shortSide : Math.min(shortSide, height, width));
}

/** The size at which corrections by hints are computed. @param {number} height @param {number} width */
export function workingSize(height, width, side = 128) {
  const scale = Math.min(1, side / Math.min(height, width), 4 * side / Math.max(height, width));
  return [height, width].map(n => Math.max(1, rounded(n * scale)));
}

/** @param {number} height @param {number} width @param {number} longest */
export function screenSize(height, width, longest) {
  const scale = Math.min(1, longest / Math.max(height, width));
  return [height, width].map(n => Math.max(1, Math.round(n * scale)));
}
