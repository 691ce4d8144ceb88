// A number or a colour to be chosen, with its name: an anywidget around the browser's own input.

function render({ model, el }) {
  const id = `colorize-${Math.random().toString(36).slice(2)}`, kind = model.get("kind"), slides = kind === "range";
  const make = name => el.appendChild(document.createElement(name));
  Object.assign(make("label"), { htmlFor: id, textContent: model.get("description") });
  const number = slides ? make("output") : null;
  const input = Object.assign(make("input"), { type: kind, id });
  for (const name of slides ? ["min", "max", "step"] : []) input[name] = model.get(name);
  input.dataset.lmSuppressShortcuts = "true"; // in JupyterLab: keys are the input's, and not the notebook's
  el.classList.add(slides ? "colorize-slider" : "colorize-row");

  function show() {
    input.value = model.get("value");
    if (number) number.textContent = model.get("value").toFixed(2);
  }

  input.addEventListener(slides ? "input" : "change", () => {
    model.set("value", slides ? Number(input.value) : input.value);
    model.save_changes();
  });
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default { render };
