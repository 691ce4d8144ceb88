// Files that are large and do not change: fetched once with progress, kept by the browser, unpacked.

/** A file of the site, and how many bytes it has there. Its name changes with its content.
 * @typedef {{ path: string, bytes: number }} Large */

const NAME = "colorize_nb"; // of the browser's cache

/** The browser's cache for these files; null where there is none. @returns {Promise<Cache | null>} */
async function ownCache() {
  try { return await caches.open(NAME); } catch { return null; }
}

/** What is kept of older versions of the site is let go. @param {string[]} addresses those still needed */
export async function forgetOthers(addresses) {
  const cache = await ownCache();
  for (const request of await cache?.keys() ?? []) if (!addresses.includes(request.url)) await cache?.delete(request);
}

/**
 * The bytes of a stream, counted while they come.
 * @param {ReadableStream<Uint8Array>} stream @param {(bytes: number) => void} progress
 */
export function counted(stream, progress) {
  let bytes = 0;
  return stream.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      progress(bytes);
      controller.enqueue(chunk);
    },
  }));
}

/**
 * The content of a gzipped file.
 * @param {string} address @param {(bytes: number) => void} progress is told how many bytes have come, packed
 * @returns {Promise<ArrayBuffer>}
 */
export async function large(address, progress) {
  const cache = await ownCache();
  let response = await cache?.match(address);
  if (!response) {
    response = await fetch(address);
    if (!response.ok || !response.body) throw new Error(`${address.split("/").pop()} cannot be fetched (${response.status}): load the page again`);
    const whole = await new Response(counted(response.body, progress)).blob();
    await cache?.put(address, new Response(whole)).catch(() => 0); // no room is no fault
    response = new Response(whole);
  }
  const packed = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body);
  try { return await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(); }
  catch (error) {
    await cache?.delete(address);
    throw new Error(`${address.split("/").pop()} came damaged: load the page again`, { cause: error });
  }
}
