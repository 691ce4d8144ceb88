// Live cells: on some pages of the course a reader moves a slider or clicks, and the page computes.
import { oneAtATime } from "./client.js";
import { softmax, offsets } from "./decoding.js";
import { Hints } from "./hinting_here.js";
import { inGamut, intoGamut } from "./hints.js";
import { FULL, hexOf, labToRgb } from "./lab.js";
/** @typedef {import("./decoding.js").Bins} Bins */
/** @typedef {import("./upsampling.js").Maps} Maps */
/** @typedef {{ name: string, min: number, max: number, step: number, value: number }} Range */

const REACH = 110, SIDE = 221; // of the plane of ab that is drawn: from -110 to 110, a pixel for each unit
const CELL = 9; // pixels of a bin, which are ten apart
const LIGHT = 65; // L* with which bins are shown
const OFFERED = Object.entries({ brick: "#801c10", orange: "#ff8c00", green: "#4f7f3a", teal: "#008080", blue: "#3050b0", grey: "#808080" });
const SAUCER = { x: 54, y: 108, color: "#801c10", radius: 3 }; // the hint that is there in the beginning

/** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {object} about @param {(Node | string)[]} children */
function make(kind, about = {}, ...children) {
  const made = Object.assign(document.createElement(kind), about);
  made.append(...children);
  return made;
}

let count = 0;

/** A slider with its name and number; `show` is called when it moves. @param {Range} range @param {() => void} show */
function slider({ name, min, max, step, value }, show) {
  const id = `live-${++count}`, range = make("input", { type: "range", id, min, max, step, value }), number = make("output");
  const update = () => { number.textContent = String(Number(range.value)); };
  range.addEventListener("input", () => { update(); show(); });
  update();
  return { row: make("div", { className: "live-slider" }, make("label", { htmlFor: id }, name), number, range),
    get value() { return Number(range.value); }, set value(value) { range.value = String(value); update(); } };
}

/** The plane of ab, b upwards. @param {string} label */
function plane(label) {
  const canvas = make("canvas", { width: SIDE, height: SIDE });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @param {number} a @param {number} b @param {string} color */
  function mark(a, b, color) {
    context.beginPath();
    context.arc(REACH + a, REACH - b, 7, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: color, strokeStyle: "#fff", lineWidth: 4 });
    context.fill();
    context.stroke();
    Object.assign(context, { strokeStyle: "#000", lineWidth: 1.5 });
    context.stroke();
  }
  return { canvas, context, mark };
}

/** @param {number[]} lab @returns {string} as CSS writes it */
function css(lab) { return hexOf(labToRgb(lab)); }

/** L*, a* and b* of one colour, in the plane of all colours of this lightness. @param {HTMLElement} place */
function showLab(place) {
  const drawn = plane("All colours of sRGB with this lightness: a* to the right, b* upwards");
  const text = make("p"), swatch = make("div", { className: "live-swatch" });
  const [light, a, b] = [["L*", 0, 100, 65], ["a*", -REACH, REACH, 20], ["b*", -REACH, REACH, 40]]
    .map(([name, min, max, value]) => slider(/** @type {Range} */ ({ name, min, max, value, step: 1 }), show));
  let painted = NaN;
  /** @type {ImageData} */
  let colors;

  function paint() {
    colors = new ImageData(SIDE, SIDE);
    for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) {
      const lab = [light.value, x - REACH, REACH - y];
      if (inGamut(lab)) colors.data.set([...labToRgb(lab).map(value => 255 * value), 255], 4 * (y * SIDE + x));
    }
    painted = light.value;
  }

  function show() {
    if (painted !== light.value) paint();
    const lab = [light.value, a.value, b.value], rgb = labToRgb(lab).map(value => Math.round(255 * value));
    drawn.context.putImageData(colors, 0, 0);
    drawn.mark(a.value, b.value, css(lab));
    swatch.style.background = css(lab);
    const chroma = Math.hypot(a.value, b.value), hue = (Math.atan2(b.value, a.value) * 180 / Math.PI + 360) % 360;
    const [, least, most] = intoGamut(lab);
    const words = inGamut(lab) ? `RGB ${rgb.join(", ")}`
      : `no screen has it: with this lightness and hue the chroma ends at ${Math.hypot(least, most).toFixed(0)}`;
    text.textContent = `Chroma ${chroma.toFixed(0)}, hue ${hue.toFixed(0)}°; ${words}.`;
  }

  drawn.canvas.style.cursor = "crosshair";
  drawn.canvas.addEventListener("click", event => {
    const box = drawn.canvas.getBoundingClientRect(), at = (/** @type {number} */ part) => Math.round(part * SIDE) - REACH;
    a.value = at((event.clientX - box.left) / box.width);
    b.value = -at((event.clientY - box.top) / box.height);
    show();
  });
  show();
  place.append(make("p", { className: "live-title" }, "Try it: one lightness, and all its colours"), drawn.canvas,
    make("div", { className: "live-controls" }, ...[light, a, b].map(each => each.row), swatch, text));
}

/** What live.json has. @returns {Promise<Bins & { logits: number[], photograph: { height: number, width: number, luminance: number[], ab: Maps } }>} */
async function numbers() { return (await fetch(new URL("live.json", import.meta.url))).json(); }

/** One distribution over the bins, decoded. @param {HTMLElement} place */
async function showDecoding(place) {
  const { centres, prior, logits } = await numbers();
  const drawn = plane("The bins of ab, each in its colour and as large as it is likely; a ring marks the decoded colour"), text = make("p");
  const swatch = make("div", { className: "live-swatch" }), shares = new Float64Array(logits.length), values = Float32Array.from(logits);
  const sliders = [["temperature T", 0.05, 2, 1], ["rebalancing λ", 0, 1, 1], ["saturation s", 0, 3, 1]]
    .map(([name, min, max, value]) => slider(/** @type {Range} */ ({ name, min, max, value, step: 0.05 }), show));

  function show() {
    const [temperature, rebalancing, saturation] = sliders.map(each => each.value);
    softmax(values, 1, 0, offsets(prior, rebalancing), temperature, shares);
    const most = Math.max(...shares), likely = shares.filter(share => share > 0.01).length, mean = [0, 0];
    drawn.context.clearRect(0, 0, SIDE, SIDE);
    centres.forEach(([a, b], i) => {
      const side = CELL * Math.sqrt(shares[i] / most);
      drawn.context.fillStyle = css(intoGamut([LIGHT, a, b]));
      drawn.context.fillRect(REACH + a - side / 2, REACH - b - side / 2, side, side);
      mean[0] += saturation * shares[i] * a;
      mean[1] += saturation * shares[i] * b;
    });
    const lab = intoGamut([LIGHT, ...mean]);
    drawn.mark(mean[0], mean[1], css(lab));
    swatch.style.background = css(lab);
    const [a, b, chroma] = [...mean, Math.hypot(...mean)].map(value => value.toFixed(1));
    text.textContent = `ab = (${a}, ${b}), chroma ${chroma}; ${likely} bins above 1 %, the likeliest has ${(100 * most).toFixed(0)} %.`;
  }

  show();
  place.append(make("p", { className: "live-title" }, "Try it: the same position of the coffee, its bins shown with L* = 65"), drawn.canvas,
    make("div", { className: "live-controls" }, ...sliders.map(each => each.row), swatch, text));
}

/** The style of a page of the playground, for this one. @param {string} name */
function styled(name) {
  const link = make("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href });
  const loaded = new Promise(resolve => link.addEventListener("load", resolve));
  document.head.append(link);
  return loaded;
}

/** A small photograph, whose colours hints correct. @param {HTMLElement} place */
async function showHints(place) {
  const [{ photograph }] = await Promise.all([numbers(), styled("look.css"), styled("hinting.css")]), { height, width } = photograph;
  const photo = { height, width, luminance: Uint16Array.from(photograph.luminance, value => Math.round(value * FULL / 1000)) };
  const planes = photograph.ab.planes.map(plane => Float32Array.from(plane)), ab = { ...photograph.ab, planes };
  const grey = { ...ab, planes: planes.map(plane => plane.map(() => 0)) };
  const canvas = new OffscreenCanvas(width, height), context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const view = make("div"), text = make("p", { role: "status" }), network = make("input", { type: "checkbox", checked: true });
  const own = make("input", { type: "color", value: "#b03060" });
  const reach = slider({ name: "reach (1: the shorter side)", min: 0.05, max: 2, step: 0.05, value: 0.3 }, soon);
  const hints = new Hints(view, { changed: soon, looked: () => { remove.disabled = hints.chosen < 0; }, own: () => own.value });
  const act = (/** @type {string} */ name, /** @type {() => void} */ onclick) => make("button", { type: "button", onclick }, name);
  const remove = act("Delete hint", () => hints.remove()), undo = act("Undo", () => hints.undo());
  const worker = new Worker(new URL("live_worker.js", import.meta.url), { type: "module" });
  const spread = oneAtATime(async () => {
    /** @type {Promise<any>} */
    const answer = new Promise(resolve => { worker.onmessage = ({ data }) => resolve(data); });
    const settings = { temperature: null, saturation: 1, hints: hints.hints, reach: reach.value };
    worker.postMessage({ photo, ab: network.checked ? ab : grey, settings });
    const { rgba, share, strong } = await answer;
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
    hints.paint(await canvas.convertToBlob());
    const count = hints.hints.length, who = count === 1 ? "One hint changes" : `${count} hints change`;
    text.textContent = (count ? `${who} ab by more than 2 in ${(100 * share).toFixed(0)} % of the photograph.` : "No hint yet.")
      + (strong ? " A colour is too strong for the luminance there, so its chroma is reduced." : "");
    undo.disabled = hints.states.length === 1;
  });

  function soon() { void spread(); }

  const offered = OFFERED.map(([name, color]) => {
    const button = act(name, () => hints.use(color));
    button.style.setProperty("--color", color);
    return button;
  });
  hints.suggested = OFFERED.map(([, color]) => color);
  own.addEventListener("change", () => hints.use(own.value));
  network.addEventListener("change", soon);
  hints.begin(width, height);
  hints.change([SAUCER]);
  hints.cursor = [SAUCER.x, SAUCER.y];
  hints.model.set("start", [SAUCER.x, SAUCER.y, 2]);
  hints.look();
  place.classList.add("colorize");
  place.append(make("p", { className: "live-title" }, "Try it: hints on the coffee"), view, make("div", { className: "live-controls" },
    make("div", { className: "live-colors", role: "group", ariaLabel: "The colour of the hint at the cross" }, ...offered),
    make("label", {}, "another colour ", own), reach.row, make("label", {}, network, " start from the network's colours, not from grey"),
    make("div", { className: "live-colors" }, remove, undo), text));
}

/** @type {Record<string, (place: HTMLElement) => unknown>} */
const KINDS = { lab: showLab, decoding: showDecoding, hints: showHints };

for (const place of document.querySelectorAll(".live"))
  if (place instanceof HTMLElement) void KINDS[place.dataset.live ?? ""]?.(place);
