// The page's end of its worker: questions with answers, and news of what is being fetched.

/** @typedef {{ path: string, come: number, bytes: number }} Progress */

/**
 * Start the worker at `address`; returns a function that asks it, `(act, what is given) => answer`.
 * A worker made from a blob has the page's Content-Security-Policy; one made from a file would have none.
 * @param {string} address @param {(news: Progress) => void} onProgress
 * @returns {(act: string, given?: object) => Promise<any>}
 */
export function startWorker(address, onProgress) {
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(script), { type: "module" });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let asked = 0, broken = "";

  worker.onmessage = ({ data }) => {
    if (data.progress) return onProgress(data.progress);
    const { resolve, reject } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    if (data.error !== undefined) reject?.(new Error(data.error));
    else resolve?.(data.result);
  };
  worker.onerror = event => {
    event.preventDefault();
    broken = "the program of this page has stopped, perhaps for want of memory: load the page again";
    for (const { reject } of waiting.values()) reject(new Error(broken));
    waiting.clear();
  };

  return (act, given = {}) => new Promise((resolve, reject) => {
    if (broken) return reject(new Error(broken));
    waiting.set(++asked, { resolve, reject });
    worker.postMessage({ id: asked, act, given });
  });
}

/**
 * A function that does `work`, once at a time: calls while it is busy lead to one more turn after it.
 * @param {() => Promise<void>} work @returns {() => Promise<void>}
 */
export function oneAtATime(work) {
  let again = false;
  /** @type {Promise<void> | null} */
  let running = null;
  async function turns() {
    do { again = false; await work(); } while (again);
  }
  return () => {
    again = true;
    running ??= turns().finally(() => { running = null; });
    return running;
  };
}
