// The page that compares: which of the pictures below are wiped.
import { wipe } from "./wipe.js";

const element = id => document.getElementById(id);
const picture = name => document.querySelector(`[data-name="${CSS.escape(name)}"]`);

function show() {
  for (const side of ["left", "right"]) {
    const { value } = element(side + "-name"), chosen = picture(value);
    element(side).src = chosen.src;
    element(side).alt = chosen.alt;
    element(side + "-label").textContent = value;
    element(side + "-about").textContent = chosen.closest("figure").querySelector(".about").textContent;
  }
}

for (const id of ["left-name", "right-name"]) element(id).addEventListener("input", show);
show();
wipe(element("stage"), element("left"), element("line"), element("position"));
