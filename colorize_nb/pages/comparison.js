// The page that compares: which of the pictures below are wiped.
import { wipe } from "./wipe.js";

const element = id => document.getElementById(id);
const picture = name => document.querySelector(`[data-name="${CSS.escape(name)}"]`);

function show() {
  for (const side of ["left", "right"]) {
    const chosen = picture(element(side + "-name").value);
    element(side).src = chosen.src;
    element(side).alt = chosen.alt;
  }
}

for (const id of ["left-name", "right-name"]) element(id).addEventListener("input", show);
show();
wipe(element("stage"), element("left"), element("line"), element("position"));
