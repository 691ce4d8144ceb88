// The wipe: of two pictures on top of each other the upper one ends at the position of a slider, which can be dragged in the picture.

/**
 * @param {HTMLElement} stage holds both pictures @param {HTMLElement} upper the one on top @param {HTMLElement} line where it ends
 * @param {HTMLInputElement} slider from 0 to 100
 */
export function wipe(stage, upper, line, slider) {
  function show() {
    upper.style.clipPath = `inset(0 calc(100% - ${slider.value}%) 0 0)`;
    line.style.left = `${slider.value}%`;
  }
  /** @param {PointerEvent} event */
  function drag(event) {
    if (!event.buttons) return;
    const box = stage.getBoundingClientRect();
    slider.value = String(100 * (event.clientX - box.left) / box.width);
    show();
  }
  slider.addEventListener("input", show);
  stage.addEventListener("pointerdown", drag);
  stage.addEventListener("pointermove", drag);
  show();
}
