// Hints of a live cell, spread in a worker: a large reach takes a while, and the page goes on meanwhile.
import { tooStrong } from "./hints.js";
import { layers, picture } from "./painting.js";

const SEEN = 2; // a change of ab that is counted, in Lab units
const scope = /** @type {{ onmessage: Function, postMessage: Function }} */ (/** @type {unknown} */ (self));

/** The part of the photograph whose ab hints change. @param {import("./upsampling.js").Maps} correction */
function share({ planes: [a, b] }) { return a.reduce((sum, value, i) => sum + Number(Math.hypot(value, b[i]) > SEEN), 0) / a.length; }

scope.onmessage = (/** @type {MessageEvent} */ { data: { photo, ab, settings } }) => {
  const maps = layers(photo, ab, settings), rgba = picture(photo, maps, photo.height, photo.width);
  scope.postMessage({ rgba, share: maps.length > 1 ? share(maps[1]) : 0, strong: tooStrong(settings.hints, photo).length });
};
