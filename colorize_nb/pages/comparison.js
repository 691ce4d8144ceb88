// The wipe: two pictures on top of each other, of which the upper one is cut off at the position of the slider.
const element = id => document.getElementById(id);
const picture = name => document.querySelector(`[data-name="${CSS.escape(name)}"]`);

function show() {
  for (const side of ["left", "right"]) {
    const chosen = picture(element(side + "-name").value);
    element(side).src = chosen.src;
    element(side).alt = chosen.alt;
  }
  const position = element("position").value + "%";
  element("left").style.clipPath = `inset(0 calc(100% - ${position}) 0 0)`;
  element("line").style.left = position;
}

function drag(event) {
  if (!event.buttons) return;
  const box = element("stage").getBoundingClientRect();
  element("position").value = 100 * (event.clientX - box.left) / box.width;
  show();
}

for (const id of ["left-name", "right-name", "position"]) element(id).addEventListener("input", show);
for (const kind of ["pointerdown", "pointermove"]) element("stage").addEventListener(kind, drag);
show();
