// Reads [[TeX, on a line of its own], ...] from the standard input and prints the HTML of each, made by the KaTeX that is named.
const katex = require(process.argv[2]);
const set = ([tex, displayMode]) => katex.renderToString(tex, {displayMode, strict: "error", output: "htmlAndMathml"});
try {
  console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(set)));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
