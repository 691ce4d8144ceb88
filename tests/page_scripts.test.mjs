// The scripts of the playground beside the numbers of the Python library, which test_page_scripts.py writes to a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const numbers = JSON.parse(readFileSync(process.env.NUMBERS, "utf8"));
const scripts = name => import(`${process.env.SCRIPTS}/${name}.js`);
const { labToRgb, rgbToLab, writeLuminance, writeRgb, FULL, hexOf, rgbOf, inverse } = await scripts("lab");
const { EdgeUpsampling, resized, resizedPlane } = await scripts("upsampling");
const { decode, entropy, smooth } = await scripts("decoding");
const { networkSize, seenSize, workingSize, screenSize } = await scripts("sizes");
const { corrections, discs, intoGamut, modes, suggestions, tooStrong } = await scripts("hints");
const { checkFile, checkSize, hasColor, kindOf, rowsAtOnce } = await scripts("photo");
const { asTable, tableHints } = await scripts("hint_files");
const { counted } = await scripts("model");
const { cardOf } = await scripts("card");
const { oneAtATime } = await scripts("client");

/** (height, width, channels) as nested lists, as maps. */
function mapsOf(lists) {
  const [height, width, channels] = [lists.length, lists[0].length, lists[0][0].length];
  const planes = Array.from({ length: channels }, (_, c) => Float32Array.from(lists.flat().map(values => values[c])));
  return { height, width, planes };
}

function near(found, wanted, tolerance) {
  const [flat, expected] = [Array.from(found), Array.from(wanted)];
  assert.equal(flat.length, expected.length);
  flat.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= tolerance, `${i}: ${value}, not ${expected[i]}`));
}

function nearMaps(found, lists, tolerance) {
  const wanted = mapsOf(lists);
  assert.deepEqual([found.height, found.width, found.planes.length], [wanted.height, wanted.width, wanted.planes.length]);
  wanted.planes.forEach((plane, i) => near(found.planes[i], plane, tolerance));
}

test("a graphics card is used where there is one that is no imitation and can be waited for", async () => {
  const browser = (info, request = async () => info && { info }) => ({ gpu: { requestAdapter: request } });
  assert.equal(await cardOf(browser({ isFallbackAdapter: false }), true), "real");
  assert.equal(await cardOf(browser({}), true), "real");
  assert.equal(await cardOf(browser({ isFallbackAdapter: true }), true), "imitated");
  assert.equal(await cardOf({ gpu: { requestAdapter: async () => ({ isFallbackAdapter: true }) } }, true), "imitated");
  assert.equal(await cardOf(browser({}), false), "none");
  assert.equal(await cardOf(browser(null), true), "none");
  assert.equal(await cardOf(browser({}, async () => { throw new Error("lost"); }), true), "none");
  assert.equal(await cardOf({}, true), "none");
});

test("Lab of sRGB, and back", () => {
  for (const { rgb, lab, back } of numbers.colors) {
    near(rgbToLab(rgb), lab, 0.05);
    near(labToRgb(lab), back, 0.004);
  }
  near(inverse([[2, 0, 0], [0, 4, 0], [1, 0, 1]]).flat(), [0.5, 0, 0, 0, 0.25, 0, -0.5, 0, 1], 1e-12);
  assert.equal(hexOf(rgbOf("#a33b20")), "#a33b20");
});

test("the luminance of pixels, and pixels of luminance and ab", () => {
  const { rgb, luminance, ab, colored } = numbers.pixels, found = new Uint16Array(luminance.length + 1);
  writeLuminance(Uint8ClampedArray.from(rgb.flatMap(pixel => [...pixel, 255])), found, 1);
  near(found.subarray(1).map(value => value), luminance.map(value => value * FULL), 3);
  const rgba = new Uint8ClampedArray(4 * rgb.length), planes = [0, 1].map(c => Float32Array.from(ab, pair => pair[c]));
  writeRgb(Float32Array.from(luminance), ...planes, rgba);
  near(rgba, colored.flatMap(pixel => [...pixel, 255]), 1);
});

test("maps are scaled as Pillow scales them, down and up", () => {
  for (const { given, filter, found } of numbers.resized) nearMaps(resized(mapsOf(given), found.length, found[0].length, filter), found, 1e-5);
  const whole = Uint16Array.from({ length: 12 }, () => FULL);
  near(resizedPlane(whole, 3, 4, 2, 2), [1, 1, 1, 1], 1e-6);
});

test("ab follows the edges of the photograph", () => {
  const { ab, luminance, found } = numbers.guided, light = mapsOf(luminance), { height, width } = light, small = mapsOf(ab);
  const upsampling = new EdgeUpsampling(small, resizedPlane(light.planes[0], height, width, small.height, small.width), height, width);
  const [a, b] = [new Float32Array(height * width), new Float32Array(height * width)];
  for (let y = 0; y < height; y++) upsampling.addRow(y, light.planes[0], a, b, y * width);
  nearMaps({ height, width, planes: [a, b] }, found, 2e-3);
});

test("logits become ab, and say how sure they are", () => {
  const { logits, bins, decoded, unsure } = numbers.decoding, maps = mapsOf(logits), { height, width } = maps;
  const flat = Float32Array.from(maps.planes.flatMap(plane => Array.from(plane)));
  for (const { temperature, rebalancing, found } of decoded) nearMaps(decode(flat, height, width, bins, temperature, rebalancing), found, 2e-3);
  near(entropy(flat, height, width, bins.prior.length).planes[0], unsure.flat(), 1e-3);
  nearMaps(smooth({ height: 1, width: 2, planes: [Float32Array.of(1, 3)] }), [[[2], [2]]], 0);
});

test("a network sees a photograph at the size that the library chooses", () => {
  for (const { height, width, shortSide, found } of numbers.sizes) assert.deepEqual(networkSize(height, width, shortSide), found);
  for (const { height, width, colorizer, found } of numbers.seen) assert.deepEqual(seenSize(colorizer, height, width), found);
  for (const { height, width, found } of numbers.working) assert.deepEqual(workingSize(height, width), found);
  assert.deepEqual(screenSize(3000, 4000, 1024), [768, 1024]);
  assert.deepEqual(screenSize(30, 40, 1024), [30, 40]);
});

test("colours are reduced to the gamut, and modes of a distribution are suggested", () => {
  for (const { lab, found } of numbers.gamut) near(intoGamut(lab), found, 0.05);
  const { centres, probabilities, found, luminance, colors } = numbers.modes, shares = Float64Array.from(probabilities);
  const likely = modes(shares, centres);
  near(likely.flatMap(({ ab, probability }) => [...ab, probability]), found.flatMap(([ab, probability]) => [...ab, probability]), 1e-3);
  assert.deepEqual(suggestions(shares, centres, luminance).map(each => each.color), colors);
});

test("hints own the pixels of their discs, and spread along the edges", () => {
  const { hints, height, width, owners, ab, luminance, reach, found } = numbers.hints;
  assert.deepEqual([...discs(hints, height, width)].sort(([p], [q]) => p - q), owners);
  const whole = { height, width, luminance: mapsOf(numbers.hints.whole).planes[0].map(value => FULL * value) };
  assert.deepEqual(tooStrong(hints, whole).map(hint => hint.color), numbers.hints.strong);
  nearMaps(corrections(mapsOf(ab), mapsOf(luminance).planes[0], hints, height, width, reach), found, 0.1);
});

test("hints in a file are those of the library, and what is wrong is named by its line", () => {
  const { table, hints } = numbers.table, colorOf = color => ({ teal: "#008080" })[color] ?? (/^#[0-9a-f]{6}$/.test(color) ? color : null);
  assert.deepEqual(tableHints(table, "a.csv", 60, 40, colorOf), hints);
  assert.equal(asTable(hints), table);
  assert.deepEqual(tableHints('\ufeff X, y, colour\r\n\r\n 1, 2, "teal"\r\n', "a.csv", 60, 40, colorOf), [{ x: 1, y: 2, color: "#008080", radius: 3 }]);
  const wrong = { "1,2": /a\.csv, line 1: write x, y, colour/, "1,2,teal\n60,2,teal": /line 2: x=60, y=2 is outside .* 60 x 40/, "a,2,teal": /a is not a number for x/,
    ",2,teal": /nothing is not a number/, "1,2,tail": /tail is no colour/, "x,y,colour,radius": /has no hints/, "1,2,teal,-1": /below zero/ };
  for (const [text, words] of Object.entries(wrong)) assert.throws(() => tableHints(text, "a.csv", 60, 40, colorOf), words);
});

test("what cannot be a photograph is named", () => {
  const head = text => Uint8Array.from(text, letter => letter.charCodeAt(0));
  assert.deepEqual(["\0\0\0\x18ftypheic", "\0\0\0\x18ftypavif", "\0\0\0\x18ftypisom", "%PDF-1.7", "II*\0", "\xff\xd8\xff"].map(text => kindOf(head(text))),
    ["heic", "", "film", "pdf", "tiff", ""]);
  assert.throws(() => checkFile(0, "a.jpg"), /a\.jpg is empty/);
  assert.throws(() => checkFile(3e8, "a.jpg"), /300 MB/);
  assert.throws(() => checkSize(10000, 12000, "a.jpg"), /120 megapixels/);
  checkSize(6000, 8000, "a.jpg");
  assert.equal(hasColor(Uint8ClampedArray.of(9, 9, 9, 255)), false);
  assert.equal(hasColor(Uint8ClampedArray.of(90, 9, 9, 255)), true);
  assert.deepEqual([rowsAtOnce(4000), rowsAtOnce(1 << 22)], [262, 1]);
});

test("bytes are counted while they come", async () => {
  const seen = [], stream = new Blob(["four", "more"]).stream();
  assert.equal(await new Response(counted(stream, bytes => seen.push(bytes))).text(), "fourmore");
  assert.equal(seen.at(-1), 8);
});

test("of many calls only the last is worked off after the one that is busy", async () => {
  let count = 0, wake;
  const work = oneAtATime(() => new Promise(resolve => { count++; wake = resolve; }));
  const done = work();
  for (let i = 0; i < 5; i++) work();
  wake();
  await new Promise(resolve => setTimeout(resolve));
  wake();
  await done;
  assert.equal(count, 2);
});
