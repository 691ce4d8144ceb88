// The worker of the playground: everything that takes longer than a frame. It answers one message after the other.
import { cardOf } from "./card.js";
import { tooStrong } from "./hints.js";
import { forgetOthers, large } from "./model.js";
import { decoded, layers, likely, networkInputs, picture, strips, uncertainty } from "./painting.js";
import { canvasOf, hasColor, luminanceOf, opened, rowsAtOnce } from "./photo.js";
import { screenSize } from "./sizes.js";
/** @typedef {import("./sizes.js").Colorizer} Colorizer */
/** @typedef {import("./decoding.js").Bins} Bins */
/** @typedef {import("./model.js").Large} Large */
/** @typedef {import("./painting.js").Outputs} Outputs */
/** @typedef {import("./painting.js").Settings} Settings */
/** @typedef {Large & { bins: Bins | null }} File */
/** @typedef {typeof import("./ort.mjs")} Runtime */
/** @typedef {"card" | "processor"} Device that computes the networks */
/** @typedef {{ runtimes: Record<Device, { script: string, program: Large }>, files: Record<string, File>, colorizers: Colorizer[] }} About */

const LONGEST = 1024; // side of what is shown; more pixels come with the download
const QUALITY = 0.93; // of JPEG
const PROVIDERS = { card: "webgpu", processor: "wasm" }; // what the runtime calls the devices

const scope = /** @type {{ onmessage: Function, postMessage: Function }} */ (/** @type {unknown} */ (self));
const home = new URL(".", import.meta.url).href;

/** @type {About} */
let about;
/** @type {Device} */
let device = "processor";
let cardFailed = false;
/** @type {Map<string, Promise<any>>} runtimes and sessions */
const started = new Map();
/** @type {import("./photo.js").Photo | undefined} */
let photo;
/** @type {Map<string, Outputs>} by file of weights and size */
let known = new Map();

/** @param {Large} file */
function fetched({ path, bytes }) {
  return large(home + path, come => scope.postMessage({ progress: { path, come, bytes } }));
}

/** What `start` starts, when it is first asked for. @template T @param {string} name @param {() => Promise<T>} start @returns {Promise<T>} */
function once(name, start) {
  const begun = started.get(name) ?? start();
  started.set(name, begun);
  begun.catch(() => started.delete(name)); // to be tried again
  return begun;
}

/** @param {Device} on @returns {Promise<Runtime>} */
async function startRuntime(on) {
  const { script, program } = about.runtimes[on];
  const [ort, wasmBinary] = await Promise.all([import(home + script), fetched(program)]);
  Object.assign(ort.env.wasm, { numThreads: 1, wasmBinary }); // more threads need headers that a folder of files cannot send
  return ort;
}

/** @param {Device} on @param {string} name of a file of weights */
async function startSession(on, name) {
  const [ort, model] = await Promise.all([once(on, () => startRuntime(on)), fetched(about.files[name])]);
  const session = await ort.InferenceSession.create(new Uint8Array(model), { executionProviders: [PROVIDERS[on]] });
  return { ort, session };
}

/**
 * What the network in the file of weights `name` answers.
 * @param {Device} on @param {string} name @param {Record<string, import("./upsampling.js").Maps>} inputs
 */
async function answersOn(on, name, inputs) {
  const { ort, session } = await once(`${on} ${name}`, () => startSession(on, name));
  const tensors = Object.entries(inputs).map(([input, { height, width, planes }]) =>
    [input, new ort.Tensor("float32", planes[0], [1, 1, height, width])]);
  return session.run(Object.fromEntries(tensors));
}

/** The same on the chosen device; a card that fails is not asked again. @param {string} name @param {Record<string, import("./upsampling.js").Maps>} inputs */
async function answers(name, inputs) {
  if (device === "card")
    try { return await answersOn("card", name, inputs); }
    catch (error) {
      console.warn("the graphics card has failed:", error);
      [device, cardFailed] = ["processor", true];
    }
  return answersOn("processor", name, inputs);
}

/** @param {string} name @returns {Colorizer} */
function colorizerOf(name) {
  const colorizer = about.colorizers.find(each => each.name === name);
  if (!colorizer) throw new Error(`there is no colorizer ${name}`);
  return colorizer;
}

function openPhoto() {
  if (!photo) throw new Error("there is no photograph: choose one");
  return photo;
}

/** What the network of a colorizer predicts for the photograph; asked once. @param {Colorizer} colorizer @returns {Promise<Outputs>} */
async function outputsOf(colorizer) {
  const seen = openPhoto(), key = [colorizer.file, colorizer.shortSide, colorizer.enlarged].join(), old = known.get(key);
  if (old) return old;
  const { luminance, view } = networkInputs(colorizer, seen);
  const found = await answers(colorizer.file, { luminance, ...view && { global_view: view } });
  const maps = found[colorizer.quantized ? "logits" : "ab"], [, , height, width] = maps.dims;
  const outputs = { height, width, colors: maps.data, scene: found.scene?.data ?? null };
  known.set(key, outputs);
  return outputs;
}

/** @param {string} name @param {Settings} settings */
async function mapsOf(name, settings) {
  const colorizer = colorizerOf(name), outputs = await outputsOf(colorizer);
  const ab = decoded(colorizer, about.files[colorizer.file].bins, outputs, settings.temperature);
  return { colorizer, outputs, maps: layers(openPhoto(), ab, settings) };
}

/** @param {Colorizer} colorizer @param {Outputs} outputs */
function sceneOf(colorizer, { scene }) {
  return scene && colorizer.classes.map((kind, i) => ({ kind, probability: scene[i] })).sort((p, q) => q.probability - p.probability);
}

/** RGBA as something that a page can draw. @param {Uint8ClampedArray<ArrayBuffer>} rgba @param {number} width */
function drawable(rgba, width) { return createImageBitmap(new ImageData(rgba, width)); }

/** What the page can ask for. @type {Record<string, (given: any) => any>} */
const ACTS = {
  async start(/** @type {About} */ given) {
    about = given;
    const programs = Object.values(about.runtimes).map(({ program }) => program);
    await forgetOthers([...programs, ...Object.values(about.files)].map(file => home + file.path));
    const card = await cardOf(navigator);
    if (card === "real") device = "card";
    return card;
  },

  compute(/** @type {{ on: Device }} */ { on }) {
    [device, cardFailed] = [on, false];
    known = new Map();
  },

  async open({ file, name }) {
    const whole = await opened(file, name);
    try {
      photo = luminanceOf(whole);
      known = new Map();
      const [rows, columns] = screenSize(photo.height, photo.width, LONGEST), { canvas, context } = canvasOf(rows, columns);
      context.drawImage(whole, 0, 0, columns, rows);
      const colored = hasColor(context.getImageData(0, 0, columns, rows).data);
      const grey = await drawable(picture(photo, [], rows, columns), columns);
      return { height: photo.height, width: photo.width, colored, original: canvas.transferToImageBitmap(), grey };
    } finally { whole.close(); }
  },

  async color({ name, settings }) {
    const { colorizer, outputs, maps } = await mapsOf(name, settings), seen = openPhoto();
    const [rows, columns] = screenSize(seen.height, seen.width, LONGEST);
    return { picture: await drawable(picture(seen, maps, rows, columns), columns), scene: sceneOf(colorizer, outputs),
      strong: tooStrong(settings.hints, seen), cardFailed };
  },

  async unsure({ name }) {
    const colorizer = colorizerOf(name), outputs = await outputsOf(colorizer), { bins } = about.files[colorizer.file], seen = openPhoto();
    if (!bins) throw new Error(`${name} predicts one colour and no distribution, so it does not say how sure it is: choose another colorizer`);
    const [rows, columns] = screenSize(seen.height, seen.width, LONGEST);
    const { rgba, mean, most } = uncertainty(outputs, bins.centres.length, rows, columns);
    return { picture: await drawable(rgba, columns), mean, most };
  },

  async suggest({ name, x, y }) {
    const colorizer = colorizerOf(name), outputs = await outputsOf(colorizer), { bins } = about.files[colorizer.file];
    return bins ? likely(openPhoto(), outputs, bins, x, y) : [];
  },

  async save({ name, settings, type }) {
    const { maps } = await mapsOf(name, settings), seen = openPhoto(), { canvas, context } = canvasOf(seen.height, seen.width);
    for (const { first, rgba } of strips(seen, maps, rowsAtOnce(seen.width))) context.putImageData(new ImageData(rgba, seen.width), 0, first);
    return canvas.convertToBlob({ type, quality: QUALITY });
  },
};

let last = Promise.resolve();

scope.onmessage = (/** @type {MessageEvent} */ { data: { id, act, given } }) => {
  last = last.then(async () => {
    try { scope.postMessage({ id, result: await ACTS[act](given) }); }
    catch (error) { scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) }); }
  });
};
scope.postMessage({ ready: true });
