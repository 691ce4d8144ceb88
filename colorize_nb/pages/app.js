// The page of `colorize-nb app`: says when its kernel has ended, ends it with the page, refuses what is too large.
(() => {
const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
const largest = Number(document.currentScript.dataset.largestUpload);
const kernel = `${baseUrl}api/kernels/${kernelId}`;
let ended = false; // the kernel
let stopped = null; // the message that the app does not answer, while it does not

function element(name, text) { return Object.assign(document.createElement(name), { textContent: text }); }

// A message in front of the page; with a button, which closes it and then does `action`, unless `button` is empty.
function tell(title, text, button, action) {
  const box = element("dialog", "");
  box.className = "colorize colorize-message";
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-label", title);
  box.setAttribute("aria-describedby", "colorize-message-text");
  box.append(element("h2", title), Object.assign(element("p", text), { id: "colorize-message-text" }));
  if (button) box.append(Object.assign(element("button", button), { className: "main" }));
  box.querySelector("button")?.addEventListener("click", () => { box.close(); action?.(); });
  box.addEventListener("cancel", event => { if (!button || action) event.preventDefault(); });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

async function status() { // of the answer to a question about the kernel; 0 if nobody answers
  try { return (await fetch(kernel, { cache: "no-store" })).status; } catch { return 0; }
}

async function watch() {
  const answer = await status();
  if (answer === 200 || answer === 404) { stopped?.close(); stopped = null; }
  if (answer === 404) {
    ended = true;
    tell("The kernel of this page has ended", "This page had a process of its own that colours its photographs. It is gone, " +
      "perhaps for want of memory, and with it what you uploaded. You can start again with a new one.", "Start again", () => location.reload());
    return;
  }
  if (answer !== 200 && !stopped) stopped = tell("The app has stopped",
    "Start colorize-nb app in its terminal again, and open the address that it prints.", "");
  setTimeout(watch, 2000);
}

function refuseLarge(event) {
  const large = [...event.target.files].find(file => file.size > largest);
  if (!large) return;
  event.stopImmediatePropagation(); // so that the widget does not read it
  const size = bytes => `${Math.ceil(bytes / 1e6)} MB`;
  tell("This file is too large", `${large.name} has ${size(large.size)}, and a page takes up to ${size(largest)}. Nothing was sent. ` +
    `Save it smaller, or colour it in the terminal: colorize-nb colorize "${large.name}"`, "OK");
}

// The button of ipywidgets has an input for files that is not part of the document: it is met when it is clicked.
const click = HTMLInputElement.prototype.click;
HTMLInputElement.prototype.click = function () {
  if (this.type === "file") this.addEventListener("change", refuseLarge, { capture: true });
  click.call(this);
};

addEventListener("pagehide", () => { // the page is closed or loaded anew: its kernel is not needed any more
  if (ended) return;
  const form = new FormData();
  form.append("_xsrf", document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "");
  navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
});
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
watch();
})();
