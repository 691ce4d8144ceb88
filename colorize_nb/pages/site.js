// What scrolls sideways can be reached by key.
for (const box of document.querySelectorAll(".highlight pre, div.math, .table-wrapper, .text_html"))
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;

// The wipe of the start page: the position of a slider becomes the place where one picture ends. It moves by itself once.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SECONDS = 4.5, PATH = [50, 50, 12, 88, 50];  // percent, at equal times

function along(part) {
  const at = part * (PATH.length - 1), start = Math.min(Math.floor(at), PATH.length - 2), between = at - start;
  const smooth = between * between * (3 - 2 * between);
  return PATH[start] + (PATH[start + 1] - PATH[start]) * smooth;
}

for (const wipe of document.querySelectorAll(".wipe")) {
  const slider = wipe.querySelector("input");
  let moving = !calm.matches;
  const show = () => wipe.style.setProperty("--position", slider.value + "%");
  const stop = () => { moving = false; };
  for (const kind of ["pointerdown", "keydown", "focus"]) slider.addEventListener(kind, stop);
  slider.addEventListener("input", show);
  show();
  let begun;
  const move = now => {
    begun ??= now;
    const part = Math.min((now - begun) / 1000 / SECONDS, 1);
    if (!moving) return;
    slider.value = along(part);
    show();
    if (part < 1) requestAnimationFrame(move);
  };
  if (moving) requestAnimationFrame(move);
}
