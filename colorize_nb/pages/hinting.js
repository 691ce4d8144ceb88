// The photograph of the hints' widget, an anywidget: clicks, drags and keys become messages, Python says what is shown.
import { showPicture } from "./picture.js";

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP = "Click where you know a colour, then choose it. Drag a hint to move it.";
const KEYS = "Arrows move the cross, with Shift by one pixel. Enter or 1 to 6 sets a hint in a colour that is offered, 0 in your own. Delete removes it, u undoes.";

function element(kind, className, parent) {
  const made = Object.assign(document.createElement(kind), { className });
  parent.append(made);
  return made;
}

function render({ model, el }) {
  const stage = element("div", "colorize-stage colorize-clicked colorize-fitted", el);
  const image = Object.assign(element("img", "", stage), { alt: "", draggable: false });
  const layer = element("div", "", stage);
  const cross = element("div", "colorize-cross", stage);
  const help = Object.assign(element("p", "colorize-quiet", el), { textContent: HELP, id: `colorize-${Math.random().toString(36).slice(2)}` });
  const keys = element("details", "colorize-quiet", el);
  element("summary", "", keys).textContent = "By keyboard";
  Object.assign(element("p", "", keys), { textContent: KEYS, id: `${help.id}-keys` });
  const about = { role: "application", "aria-label": "photograph with hints", "aria-describedby": `${help.id} ${help.id}-keys`,
    "data-lm-suppress-shortcuts": "true" };
  for (const [name, value] of Object.entries(about)) stage.setAttribute(name, value);
  stage.tabIndex = 0;
  let cursor = model.get("start").slice(0, 2);
  let looking = 0; // the timer of a look

  const inside = point => point.map((value, i) => Math.min(Math.max(value, 0), model.get("size")[i] - 1));

  function put(node, [x, y]) {
    const [width, height] = model.get("size");
    Object.assign(node.style, { left: `${100 * (x + 0.5) / width}%`, top: `${100 * (y + 0.5) / height}%` });
  }

  function pointed(event) { // the pixel of the photograph under the pointer
    const box = image.getBoundingClientRect(), [width, height] = model.get("size");
    return inside([Math.floor((event.clientX - box.left) / box.width * width), Math.floor((event.clientY - box.top) / box.height * height)]);
  }

  function tell(act, more = {}) {
    clearTimeout(looking);
    model.send({ act, x: cursor[0], y: cursor[1], ...more });
  }

  function go(point, wait = 0) { // and look at what is there, after `wait` milliseconds without another move
    cursor = inside(point);
    put(cross, cursor);
    clearTimeout(looking);
    looking = setTimeout(() => tell("look"), wait);
  }

  function show() {
    showPicture(image, model.get("picture"));
  }

  function showHints() {
    layer.replaceChildren();
    model.get("hints").forEach(([x, y, color], which) => {
      const dot = element("div", "colorize-hint", layer);
      dot.style.background = color;
      dot.title = `${color} at x=${x}, y=${y}`;
      dot.classList.toggle("colorize-chosen", which === model.get("chosen"));
      put(dot, [x, y]);
      dot.addEventListener("pointerdown", event => drag(event, dot, which));
    });
  }

  function showStart() {
    cursor = inside(model.get("start").slice(0, 2));
    put(cross, cursor);
    const [width, height] = model.get("size");
    stage.style.setProperty("--aspect", width / height);
  }

  function drag(start, dot, which) {
    if (start.button) return;
    start.preventDefault();
    stage.focus({ preventScroll: true });
    dot.setPointerCapture(start.pointerId);
    let moved = false;
    dot.onpointermove = event => {
      moved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 3;
      if (moved) put(dot, pointed(event));
    };
    dot.onpointerup = event => {
      dot.onpointermove = dot.onpointerup = null;
      if (!moved) return go(model.get("hints")[which].slice(0, 2));
      cursor = pointed(event);
      put(cross, cursor);
      tell("move", { which });
    };
    dot.onpointercancel = showHints;
  }

  function onKey(event) {
    const { key } = event, plain = !(event.ctrlKey || event.metaKey || event.altKey);
    const [width, height] = model.get("size");
    const step = event.shiftKey ? 1 : Math.max(1, Math.round(Math.min(width, height) / 50));
    if (plain && key in MOVES) go(cursor.map((value, i) => value + step * MOVES[key][i]), 80);
    else if (plain && (key === "Enter" || key === " ")) tell("set");
    else if (plain && /^[0-6]$/.test(key)) tell("suggested", { which: Number(key) - 1 });
    else if (plain && (key === "Delete" || key === "Backspace")) tell("remove");
    else if (plain ? key === "u" : key.toLowerCase() === "z" && !event.shiftKey && !event.altKey) tell("undo");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  image.addEventListener("click", event => go(pointed(event)));
  stage.addEventListener("keydown", onKey);
  const shown = { picture: show, hints: showHints, chosen: showHints, size: showHints, start: showStart };
  for (const [name, each] of Object.entries(shown)) model.on(`change:${name}`, each);
  model.on("msg:custom", showHints);
  show();
  showStart();
  showHints();
  return () => {
    model.off("msg:custom", showHints);
    for (const [name, each] of Object.entries(shown)) model.off(`change:${name}`, each);
    URL.revokeObjectURL(image.src);
  };
}

export default { render };
