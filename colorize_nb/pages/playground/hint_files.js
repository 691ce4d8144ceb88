// Hints in a file: the table that `colorize-nb colorize --hints` takes, in pixels of the photograph.
/** @typedef {import("./hints.js").Hint} Hint */

const RADIUS = 3; // of a hint that names none, as in the library

/** The text of a CSV file of `hints`. @param {Hint[]} hints */
export function asTable(hints) {
  const rows = hints.map(({ x, y, color, radius }) => [x, y, color, radius].join(","));
  return ["x,y,colour,radius", ...rows, ""].join("\n");
}

/** @param {string} text of a field, @param {string} name of what it says @returns {number} */
function numberOf(text, name) {
  const value = Number(text);
  if (text && Number.isFinite(value)) return value;
  throw new Error(`${text || "nothing"} is not a number for ${name}`);
}

/**
 * The hint of the `fields` x, y, colour and perhaps radius.
 * @param {string[]} fields @param {number} width @param {number} height of the photograph
 * @param {(color: string) => string | null} colorOf makes "#rrggbb" of what CSS calls a colour
 * @returns {Hint}
 */
function hintOf(fields, width, height, colorOf) {
  if (fields.length < 3 || fields.length > 4) throw new Error("write x, y, colour and perhaps radius, with commas between them");
  const x = numberOf(fields[0], "x"), y = numberOf(fields[1], "y"), color = colorOf(fields[2]);
  if (!color) throw new Error(`${fields[2] || "nothing"} is no colour: write #rrggbb, or a name such as teal`);
  const inside = [x, y].every((value, i) => Math.round(value) >= 0 && Math.round(value) < [width, height][i]);
  if (!inside) throw new Error(`x=${x}, y=${y} is outside of the photograph, which has ${width} x ${height} pixels`);
  const radius = fields[3] ? numberOf(fields[3], "the radius") : RADIUS;
  if (radius < 0) throw new Error("the radius is below zero");
  return { x, y, color, radius };
}

/**
 * The hints in the `text` of the CSV file called `name`; throws an error that names its line.
 * @param {string} text @param {string} name @param {number} width @param {number} height of the photograph
 * @param {(color: string) => string | null} colorOf makes "#rrggbb" of what CSS calls a colour
 */
export function tableHints(text, name, width, height, colorOf) {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const rows = lines.map((row, i) => ({ line: i + 1, fields: row.split(",").map(field => field.trim().replace(/^"(.*)"$/, "$1")) }))
    .filter(({ fields }) => fields.some(Boolean));
  if (rows[0]?.fields[0].toLowerCase() === "x") rows.shift();
  if (!rows.length) throw new Error(`${name} has no hints: write a line such as 100, 250, firebrick`);
  return rows.map(({ line, fields }) => {
    try {
      return hintOf(fields, width, height, colorOf);
    } catch (error) {
      throw new Error(`${name}, line ${line}: ${error instanceof Error ? error.message : error}`);
    }
  });
}
