// The wiped picture of the comparison, an anywidget: it has a name, and can be dragged.
import { showPicture } from "./picture.js";

function render({ model, el }) {
  const image = Object.assign(document.createElement("img"), { draggable: false });
  el.classList.add("colorize-stage", "colorize-wiped", "colorize-fitted");
  el.append(image);

  function show() {
    image.alt = model.get("about");
    showPicture(image, model.get("value"));
  }

  function drag(event) {
    if (!event.buttons) return;
    const box = image.getBoundingClientRect();
    model.set("position", Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
    model.save_changes();
  }

  image.addEventListener("load", () => el.parentElement.style.setProperty("--aspect", image.naturalWidth / image.naturalHeight));
  el.addEventListener("pointerdown", drag);
  el.addEventListener("pointermove", drag);
  model.on("change:value", show);
  show();
  return () => {
    model.off("change:value", show);
    URL.revokeObjectURL(image.src);
  };
}

export default { render };
