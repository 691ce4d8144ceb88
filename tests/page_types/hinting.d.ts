// The view of the hints' widget, hinting.js, as an anywidget.
declare const view: { render(context: { model: object; el: HTMLElement }): () => void };
export default view;
