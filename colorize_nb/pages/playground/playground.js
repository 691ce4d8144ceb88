// The page of the playground: what a visitor does becomes questions to the worker, and its answers are shown.
import { oneAtATime, startWorker } from "./client.js";
import { asTable, tableHints } from "./hint_files.js";
import { Hints } from "./hinting_here.js";
import { hexOf, rgbOf } from "./lab.js";
import { wipe } from "./wipe.js";
/** @typedef {import("./sizes.js").Colorizer} Colorizer */
/** @typedef {{ name: string, title: string, path: string }} Sample */
/** @typedef {{ name: string, height: number, width: number, colored: boolean, original: ImageBitmap, grey: ImageBitmap }} Opened */

/** @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
function element(id) { return /** @type {T} */ (document.getElementById(id)); }
/** @param {string} id @returns {HTMLInputElement} */
function input(id) { return element(id); }
/** @param {string} id @returns {HTMLCanvasElement} */
function canvas(id) { return element(id); }
/** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {object} about @param {(Node | string)[]} children */
function make(kind, about = {}, ...children) {
  const made = Object.assign(document.createElement(kind), about);
  made.append(...children);
  return made;
}

/** Light, dark or auto, as chosen on the other pages of the site; auto where nothing may be kept. */
function theme() {
  try { return localStorage.getItem("theme") ?? "auto"; } catch { return "auto"; }
}

document.documentElement.dataset.theme = theme();

/** @type {Map<string, import("./client.js").Progress>} */
const coming = new Map();
/** @type {{ colorizers: Colorizer[], samples: Sample[] }} */
const about = await (await fetch("about.json")).json();
const ask = startWorker(new URL("worker.js", import.meta.url).href, showProgress);
const hints = new Hints(element("view-hints"), { changed: () => void redraw(), looked: showPlace, own: () => input("own").value });
const redraw = oneAtATime(draw);
/** @type {Opened | null} */
let photo = null;
let view = "wipe";

// What has been set.

/** @returns {Colorizer} */
function chosen() {
  const name = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=colorizer]:checked"))?.value;
  return about.colorizers.find(each => each.name === name) ?? about.colorizers[0];
}

/** The temperature that is set; null: the colorizer's own. @returns {number | null} */
function temperature() { return input("temperature").dataset.set ? 2 ** Number(input("temperature").value) : null; }

function settings() {
  return { temperature: temperature(), saturation: Number(input("saturation").value), hints: hints.hints, reach: Number(input("reach").value) };
}

/** Show the numbers beside the sliders. */
function showSettings() {
  const { quantized, temperature: own } = chosen();
  if (temperature() === null) input("temperature").value = String(Math.log2(own));
  input("temperature").disabled = !quantized;
  element("saturation-value").textContent = Number(input("saturation").value).toFixed(2);
  element("temperature-value").textContent = quantized ? (temperature() ?? own).toFixed(2) : "none";
  element("temperature-about").textContent = quantized ? "1 is the mean of the likely colours, low values come near the likeliest."
    : "This network predicts one colour and no distribution, so there is nothing to temper.";
}

// What is told.

/** @param {string} text */
function say(text) { element("state").textContent = text; }

/** @param {unknown} error */
function complain(error) {
  element("alert").textContent = error instanceof Error ? error.message : String(error);
  element("alert").hidden = false;
  say("");
}

/** @param {import("./client.js").Progress} news */
function showProgress(news) {
  coming.set(news.path, news);
  const files = [...coming.values()];
  const [come, bytes] = [files.map(file => file.come), files.map(file => file.bytes)].map(each => each.reduce((sum, value) => sum + value, 0));
  element("progress").hidden = come >= bytes;
  /** @type {HTMLProgressElement} */ (element("progress")).value = come / bytes;
  if (come >= bytes) coming.clear();
  say(come < bytes ? `Fetching the network, once: ${(come / 1e6).toFixed(1)} of ${(bytes / 1e6).toFixed(1)} MB` : "Starting the network ...");
}

/** Do `work`, while the page shows that it is busy; errors are told. @param {() => Promise<void>} work */
async function busily(work) {
  document.body.classList.add("busy");
  try {
    await work();
    element("alert").hidden = true;
  } catch (error) { complain(error); }
  finally {
    document.body.classList.remove("busy");
    element("progress").hidden = true;
  }
}

// What is shown.

/** @param {HTMLCanvasElement} target @param {ImageBitmap} picture */
function put(target, picture) {
  Object.assign(target, { width: picture.width, height: picture.height });
  target.getContext("2d")?.drawImage(picture, 0, 0);
}

/** @param {{ kind: string, probability: number }[] | null} scene the likeliest first */
function showScene(scene) {
  element("no-scene").hidden = scene !== null;
  element("scene").replaceChildren(...(scene ?? []).slice(0, 5).map(({ kind, probability }) => {
    const bar = make("div");
    bar.style.width = `${100 * probability}%`;
    const percent = `${Math.round(100 * probability)} %`;
    return make("tr", {}, make("th", { scope: "row" }, kind.replaceAll("_", " ")), make("td", { className: "bar" }, bar), make("td", {}, percent));
  }));
}

/** @param {Opened} seen */
function showLeft(seen) {
  const name = input("left-name").value;
  put(canvas("left"), name === "grey" ? seen.grey : seen.original);
  canvas("left").setAttribute("aria-label", name === "grey" ? `${seen.name} in grey` : `${seen.name} as it was given`);
}

/** Colour the photograph by the chosen colorizer. @param {Opened} seen */
async function color(seen) {
  const start = performance.now(), { name } = chosen();
  const { picture, scene, strong, cardFailed } = await ask("color", { name, settings: settings() });
  if (seen !== photo) return;
  put(canvas("colored"), picture);
  canvas("colored").setAttribute("aria-label", `${seen.name} in the colours of ${name}`);
  showScene(scene);
  if (cardFailed) input("by-processor").checked = true;
  const reduced = strong.map((/** @type {import("./hints.js").Hint} */ { color, x, y }) => `${color} at x=${x}, y=${y}`).join(", ");
  say(`${seen.name} in the colours of ${name}, in ${((performance.now() - start) / 1000).toFixed(1)} s` +
    (cardFailed ? ". The graphics card has failed, so the processor computes" : "") +
    (reduced && `. Too strong for the brightness there, so less strong: ${reduced}`));
  if (view === "hints") await paintHints();
}

/** Give the view of the hints the picture that is there. */
async function paintHints() {
  /** @type {Blob | null} */
  const file = await new Promise(resolve => canvas("colored").toBlob(resolve, "image/jpeg", 0.93));
  if (file) hints.paint(await file.arrayBuffer());
}

/** @param {Opened} seen */
async function showUnsure(seen) {
  const { name } = chosen(), { picture, mean, most } = await ask("unsure", { name });
  if (seen !== photo) return;
  put(canvas("unsure"), picture);
  element("unsure-mean").textContent = `Mean entropy ${mean.toFixed(1)} of at most ${most.toFixed(1)} nats.`;
  say(`How sure ${name} is about ${seen.name}`);
}

/** A place for one picture among all. @param {string} title @param {string} [name] of a colorizer, that can be chosen */
function figure(title, name) {
  const place = make("canvas", { width: 300, height: 200 });
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", title);
  const whole = make("figure", {}, place, make("figcaption", {}, title));
  if (name) whole.append(make("button", { type: "button", onclick: () => choose(name) }, `Use ${name}`));
  element("figures").append(whole);
  return place;
}

/** All colorizers beside each other, one after the other. @param {Opened} seen */
async function showAll(seen) {
  element("figures").replaceChildren();
  put(figure("the photograph in grey"), seen.grey);
  if (seen.colored) put(figure("the original"), seen.original);
  const places = about.colorizers.map(({ name }) => figure(name, name));
  for (const [i, { name, quantized }] of about.colorizers.entries()) {
    say(`${name} colours ${seen.name} ...`);
    const own = settings(), { picture } = await ask("color", { name, settings: { ...own, temperature: quantized ? own.temperature : null } });
    if (seen !== photo || view !== "side") return;
    put(places[i], picture);
  }
  say(`${seen.name} by ${about.colorizers.length} colorizers`);
}

async function draw() {
  const seen = photo;
  if (!seen) return;
  await busily(async () => {
    if (view === "side") return showAll(seen);
    await color(seen);
    if (view === "unsure" && seen === photo) await showUnsure(seen);
  });
}

/** Choose a colorizer. @param {string} name */
function choose(name) {
  for (const each of document.querySelectorAll("[name=colorizer]")) {
    const radio = /** @type {HTMLInputElement} */ (each);
    radio.checked = radio.value === name;
  }
  show("wipe");
}

/** Show one of the views. @param {string} name */
function show(name) {
  view = name;
  for (const each of document.querySelectorAll("[name=view]")) {
    const radio = /** @type {HTMLInputElement} */ (each);
    radio.checked = radio.value === name;
    element(`view-${radio.value}`).hidden = radio.value !== name;
  }
  element("hint-controls").hidden = name !== "hints";
  showSettings();
  if (name === "hints") {
    hints.show();
    void paintHints();
  }
  void redraw();
}

// Hints.

/** What is likely where the visitor looks. @param {Hints} place */
async function showPlace(place) {
  const [x, y] = place.cursor, { chosen: which } = place, seen = photo;
  input("remove").disabled = which < 0;
  input("undo").disabled = place.states.length === 1;
  for (const id of ["clear", "save-hints"]) input(id).disabled = !place.hints.length;
  if (view !== "hints" || !seen) return;
  try {
    const found = await ask("suggest", { name: chosen().name, x, y });
    if (seen !== photo || place.cursor[0] !== x || place.cursor[1] !== y) return;
    place.suggested = found.map((/** @type {import("./hinting_here.js").Suggestion} */ each) => each.color);
    const about = found.length ? "Likely colours:" : "This network predicts no distribution, so nothing is suggested.";
    element("likely").textContent = `x=${x}, y=${y}: ${which < 0 ? "no hint yet" : "the chosen hint"}. ${about}`;
    element("swatches").replaceChildren(...found.map(swatch));
  } catch (error) { complain(error); }
}

/** What CSS calls a colour, as "#rrggbb"; null if it is none. @param {string} text */
function colorOf(text) {
  const probe = make("span");
  probe.style.color = text;
  if (!probe.style.color || text.includes("(")) return null;
  element("swatches").append(probe);
  const rgb = getComputedStyle(probe).color.match(/\d+/g) ?? [];
  probe.remove();
  return hexOf(rgb.slice(0, 3).map(value => Number(value) / 255));
}

function saveHints() {
  if (!photo) return;
  give(new Blob([asTable(hints.hints)], { type: "text/csv" }), `${stem(photo.name)}-hints.csv`);
}

/** @param {File} file with a table of hints */
async function loadHints(file) {
  await busily(async () => { hints.change(tableHints(await file.text(), file.name, hints.size[0], hints.size[1], colorOf)); });
}

/** @param {import("./hinting_here.js").Suggestion} suggestion @param {number} number */
function swatch({ color, probability }, number) {
  const [r, g, b] = rgbOf(color), percent = `${Math.round(100 * probability)} %`;
  const button = make("button", { type: "button", title: color, onclick: () => hints.use(color) }, percent);
  button.setAttribute("aria-label", `Likely colour ${number + 1}, ${color}, ${percent}`);
  Object.assign(button.style, { background: color, color: 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.45 ? "#fff" : "#000" });
  return button;
}

// Photographs come and go.

/** @param {Blob} file @param {string} name */
async function open(file, name) {
  element("waiting").hidden = true;
  await busily(async () => {
    say(`Reading ${name} ...`);
    const found = await ask("open", { file, name });
    photo = { name, ...found };
    element("empty").hidden = true;
    element("work").hidden = false;
    document.body.style.setProperty("--aspect", String(found.width / found.height));
    element("size").textContent = `${found.width} x ${found.height} pixels, with the brightness of the original.`;
    element("left-choice").hidden = !found.colored;
    if (!found.colored) input("left-name").value = "grey";
    put(canvas("colored"), found.grey);
    showLeft(/** @type {Opened} */ (photo));
    hints.begin(found.width, found.height);
  });
  if (photo) await redraw();
}

/** @param {Sample} sample */
async function openSample({ path, name }) {
  await busily(async () => { await open(await (await fetch(path)).blob(), `${name}.jpg`); });
}

/** The name of a file without its ending. @param {string} name */
function stem(name) { return name.replace(/\.\w+$/, ""); }

/** Offer a file to be kept. @param {Blob} file @param {string} name */
function give(file, name) {
  const link = make("a", { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} type of the file */
async function save(type) {
  const seen = photo, { name } = chosen();
  if (!seen) return;
  await busily(async () => {
    say("Writing the picture at its full size ...");
    const file = await ask("save", { name, settings: settings(), type });
    const title = `${stem(seen.name)}-${name}.${type === "image/png" ? "png" : "jpg"}`;
    give(file, title);
    say(`${title}: ${(file.size / 1e6).toFixed(1)} MB`);
  });
}

/** The first file of what was dropped, pasted or chosen. @param {FileList | null | undefined} files */
function take(files) {
  const file = files?.[0];
  if (file) void open(file, file.name || "the picture");
}

// Controls.

element("colorizers").append(...about.colorizers.map(({ name, about: line }, i) => {
  const radio = make("input", { type: "radio", name: "colorizer", value: name, checked: i === 0, onchange: () => show(view) });
  return make("label", {}, radio, make("span", {}, name), make("small", {}, line));
}));
element("samples").append(...about.samples.map(sample => make("li", {}, make("button", { type: "button", onclick: () => openSample(sample) },
  make("img", { src: sample.path, alt: "", loading: "lazy", width: 320, height: 240 }), make("span", {}, sample.title)))));
for (const button of document.querySelectorAll("button[data-opens]"))
  button.addEventListener("click", () => element(/** @type {HTMLElement} */ (button).dataset.opens ?? "").click());
for (const id of ["file", "camera"]) input(id).addEventListener("change", () => { take(input(id).files); input(id).value = ""; });
for (const radio of document.querySelectorAll("[name=view]"))
  radio.addEventListener("change", () => show(/** @type {HTMLInputElement} */ (radio).value));
for (const button of document.querySelectorAll("button[data-type]"))
  button.addEventListener("click", () => save(/** @type {HTMLElement} */ (button).dataset.type ?? ""));
input("left-name").addEventListener("change", () => photo && showLeft(photo));
input("temperature").addEventListener("input", () => { input("temperature").dataset.set = "yes"; });
for (const id of ["saturation", "temperature"]) input(id).addEventListener("input", () => { showSettings(); void redraw(); });
input("reach").addEventListener("change", () => void redraw());
element("reset").addEventListener("click", () => {
  delete input("temperature").dataset.set;
  input("saturation").value = "1";
  showSettings();
  void redraw();
});
for (const on of ["card", "processor"]) input(`by-${on}`).addEventListener("change", async () => {
  await ask("compute", { on });
  void redraw();
});
element("use").addEventListener("click", () => hints.use(input("own").value));
element("remove").addEventListener("click", () => hints.remove());
element("undo").addEventListener("click", () => hints.undo());
element("clear").addEventListener("click", () => hints.change([]));
element("save-hints").addEventListener("click", saveHints);
input("table").addEventListener("change", () => {
  const file = input("table").files?.[0];
  if (file) void loadHints(file).finally(() => { input("table").value = ""; });
});
element("back").addEventListener("click", () => {
  photo = null;
  element("work").hidden = true;
  element("empty").hidden = false;
  input("file").value = "";
  /** @type {HTMLElement | null} */ (document.querySelector("#empty button"))?.focus();
});
addEventListener("paste", event => take(event.clipboardData?.files));
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) addEventListener(kind, event => {
  event.preventDefault();
  document.body.classList.toggle("dropping", kind === "dragenter" || kind === "dragover");
  if (kind === "drop") take(/** @type {DragEvent} */ (event).dataTransfer?.files);
});

wipe(element("stage"), element("left"), element("line"), input("position"));
showSettings();
const card = await ask("start", about);
element("devices").hidden = card === "none";
element("imitated").hidden = card !== "imitated";
input(card === "real" ? "by-card" : "by-processor").checked = true;
element("waiting").hidden = true;
element("empty").hidden = false;
