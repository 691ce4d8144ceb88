// sRGB to the luminance that a network sees, and Lab back to sRGB, as colorize_nb.lab computes them.

const RGB_TO_XYZ = [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]];
const WHITE = [0.95047, 1.0, 1.08883];
const RGB_TO_LIGHT = RGB_TO_XYZ.map((row, i) => row.map(value => value / WHITE[i])); // white at 1
const LIGHT_TO_RGB = inverse(RGB_TO_LIGHT);
const CORNER = 6 / 29; // where CIE's cube root meets the straight piece
export const FULL = 65535; // L* = 100 as a whole number of 16 bits: so a photograph is kept

/** @param {number[][]} m three rows of three @returns {number[][]} */
export function inverse(m) {
  const minor = (/** @type {number} */ i, /** @type {number} */ j) => {
    const [r, s] = [(i + 1) % 3, (i + 2) % 3], [c, d] = [(j + 1) % 3, (j + 2) % 3];
    return m[r][c] * m[s][d] - m[r][d] * m[s][c];
  };
  const determinant = [0, 1, 2].reduce((sum, j) => sum + m[0][j] * minor(0, j), 0);
  return [0, 1, 2].map(i => [0, 1, 2].map(j => minor(j, i) / determinant));
}

/** Linear light of an sRGB value in [0, 1]. @param {number} value */
export function decodeGamma(value) { return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92; }

/** @param {number} light linear, in [0, 1] @returns {number} an sRGB value */
export function encodeGamma(light) { return light > 0.0031308 ? 1.055 * light ** (1 / 2.4) - 0.055 : 12.92 * light; }

/** @param {number} light X, Y or Z with white at 1 */
function cubeRoot(light) { return light > CORNER ** 3 ? Math.cbrt(light) : 7.787 * light + 16 / 116; }

/** @param {number} root @returns {number} `cubeRoot` undone */
function cube(root) { return root > CORNER ? root * root * root : (root - 16 / 116) / 7.787; }

const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => decodeGamma(byte / 255));
const ENCODED = Uint8Array.from({ length: FULL + 1 }, (_, i) => 255 * encodeGamma(i / FULL) + 0.5);

/** CIE L*a*b* of an sRGB colour. @param {number[]} rgb three numbers in [0, 1] @returns {number[]} */
export function rgbToLab(rgb) {
  const linear = rgb.map(decodeGamma);
  const [x, y, z] = RGB_TO_LIGHT.map(row => cubeRoot(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Linear sRGB of a Lab colour: within [0, 1] if sRGB has it. @param {number[]} lab @returns {number[]} */
export function linearOfLab([lightness, a, b]) {
  const y = (lightness + 16) / 116, x = cube(y + a / 500), z = cube(y - b / 200), light = cube(y);
  return LIGHT_TO_RGB.map(row => row[0] * x + row[1] * light + row[2] * z);
}

/** sRGB in [0, 1] of a Lab colour, clipped to the gamut. @param {number[]} lab @returns {number[]} */
export function labToRgb(lab) { return linearOfLab(lab).map(value => encodeGamma(Math.min(Math.max(value, 0), 1))); }

/** A colour as CSS writes it. @param {number[]} rgb in [0, 1] */
export function hexOf(rgb) { return "#" + rgb.map(value => Math.round(255 * value).toString(16).padStart(2, "0")).join(""); }

/** @param {string} hex such as "#a33b20" @returns {number[]} RGB in [0, 1] */
export function rgbOf(hex) { return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255); }

/**
 * Write L* of pixels, as whole numbers up to `FULL`, to `luminance` from `start` on.
 * @param {Uint8ClampedArray} rgba @param {Uint16Array} luminance @param {number} start
 */
export function writeLuminance(rgba, luminance, start) {
  const [r, g, b] = RGB_TO_LIGHT[1];
  for (let i = 0, j = start; i < rgba.length; i += 4, j++) {
    const light = r * LINEAR[rgba[i]] + g * LINEAR[rgba[i + 1]] + b * LINEAR[rgba[i + 2]];
    luminance[j] = FULL * Math.max(1.16 * cubeRoot(light) - 0.16, 0) + 0.5;
  }
}

/** @param {number} light linear, clipped to the gamut here @returns {number} of 255 */
function byteOf(light) { return ENCODED[light <= 0 ? 0 : light >= 1 ? FULL : (light * FULL + 0.5) | 0]; }

/**
 * Write pixels of given luminance and ab; colours outside of sRGB are clipped to it.
 * @param {Float32Array} luminance L* / 100 @param {Float32Array} a @param {Float32Array} b
 * @param {Uint8ClampedArray} rgba
 */
export function writeRgb(luminance, a, b, rgba) {
  const [[rx, ry, rz], [gx, gy, gz], [bx, by, bz]] = LIGHT_TO_RGB;
  for (let i = 0, j = 0; i < luminance.length; i++, j += 4) {
    const root = (100 * luminance[i] + 16) / 116, x = cube(root + a[i] / 500), y = cube(root), z = cube(root - b[i] / 200);
    rgba[j] = byteOf(rx * x + ry * y + rz * z);
    rgba[j + 1] = byteOf(gx * x + gy * y + gz * z);
    rgba[j + 2] = byteOf(bx * x + by * y + bz * z);
    rgba[j + 3] = 255;
  }
}
