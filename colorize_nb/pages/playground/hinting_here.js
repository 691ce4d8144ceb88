// Hints on this page: what `hinting.py` does for the widget, with the same view, hinting.js.
import hinting from "./hinting.js";
/** @typedef {import("./hints.js").Hint} Hint */
/** @typedef {{ color: string, probability: number }} Suggestion */

const RADIUS = 0.02; // of a hint, as a fraction of the shorter side

/** What hinting.js asks of its model: named values, which tell when they change. */
class Model {
  /** @param {(message: any) => void} receive */
  constructor(receive) {
    this.send = receive;
    /** @type {Record<string, any>} */
    this.values = { picture: new ArrayBuffer(0), size: [1, 1], hints: [], chosen: -1, start: [0, 0, 0] };
    /** @type {Map<string, Set<() => void>>} */
    this.listeners = new Map();
  }
  /** @param {string} name */
  get(name) { return this.values[name]; }
  /** @param {string} name @param {any} value */
  set(name, value) {
    this.values[name] = value;
    this.tell(`change:${name}`);
  }
  /** @param {string} event */
  tell(event) { for (const listener of this.listeners.get(event) ?? []) listener(); }
  /** @param {string} event @param {() => void} listener */
  on(event, listener) { this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener)); }
  /** @param {string} event @param {() => void} listener */
  off(event, listener) { this.listeners.get(event)?.delete(listener); }
}

/** The hints of one photograph, and the place that a visitor looks at. */
export class Hints {
  /**
   * @param {HTMLElement} parent of the view
   * @param {{ changed: () => void, looked: (place: Hints) => void, own: () => string }} page is told of changes and looks
   */
  constructor(parent, page) {
    this.page = page;
    /** @type {Hint[][]} */
    this.states = [[]];
    /** @type {string[]} */
    this.suggested = [];
    this.cursor = [0, 0];
    this.model = new Model(message => this.receive(message));
    hinting.render({ model: this.model, el: parent });
  }

  get hints() { return this.states[this.states.length - 1]; }
  get size() { return this.model.get("size"); }
  get radius() { return Math.round(10 * RADIUS * Math.min(...this.size)) / 10; }

  /** The index of the hint at the cursor, or -1. */
  get chosen() {
    const apart = this.hints.map(({ x, y }) => Math.hypot(x - this.cursor[0], y - this.cursor[1]));
    const least = Math.min(...apart);
    return least <= Math.max(this.radius, 1) ? apart.indexOf(least) : -1;
  }

  /** Begin with a new photograph. @param {number} width @param {number} height */
  begin(width, height) {
    this.states = [[]];
    this.cursor = [Math.floor(width / 2), Math.floor(height / 2)];
    this.model.set("size", [width, height]);
    this.model.set("start", [...this.cursor, this.model.get("start")[2] + 1]);
    this.show();
  }

  /** @param {ArrayBuffer | Blob} picture a JPEG file, or a Blob of another kind */
  paint(picture) { this.model.set("picture", picture); }

  show() {
    this.model.set("hints", this.hints.map(({ x, y, color }) => [x, y, color]));
    this.look();
  }

  look() {
    this.model.set("chosen", this.chosen);
    this.page.looked(this);
  }

  /** @param {Hint[]} hints */
  change(hints) {
    this.states.push(hints);
    this.show();
    this.page.changed();
  }

  undo() {
    if (this.states.length === 1) return;
    this.states.pop();
    this.show();
    this.page.changed();
  }

  /** The colour of the chosen hint, or of a new one at the cursor. @param {string} color */
  use(color) {
    const { chosen, cursor: [x, y] } = this;
    if (chosen < 0) this.change([...this.hints, { x, y, color, radius: this.radius }]);
    else this.change(this.hints.map((hint, i) => i === chosen ? { ...hint, color } : hint));
  }

  remove() {
    const { chosen } = this;
    if (chosen >= 0) this.change(this.hints.filter((_, i) => i !== chosen));
  }

  /** A message of hinting.js. @param {{ act: string, x: number, y: number, which: number }} message */
  receive({ act, x, y, which }) {
    this.cursor = [x, y];
    if (act === "look") this.look();
    else if (act === "set") this.use(this.suggested[0] ?? this.page.own());
    else if (act === "suggested" && which < 0) this.use(this.page.own());
    else if (act === "suggested" && which < this.suggested.length) this.use(this.suggested[which]);
    else if (act === "remove") this.remove();
    else if (act === "undo") this.undo();
    else if (act === "move") this.change(this.hints.map((hint, i) => i === which ? { ...hint, x, y } : hint));
  }
}
