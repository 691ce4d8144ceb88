// Is there a graphics card that can compute networks?
/** @typedef {{ info?: { isFallbackAdapter?: boolean }, isFallbackAdapter?: boolean }} Adapter the second in older browsers */
/** @typedef {{ gpu?: { requestAdapter: () => Promise<Adapter | null> } }} Browser what of a browser's `navigator` is used */

/**
 * "imitated": the processor plays the card, more slowly than it computes itself. The build of the runtime for cards waits
 * for them by what WebAssembly calls promise integration, so that has to be there too.
 * @param {object} browser @returns {Promise<"real" | "imitated" | "none">}
 */
export async function cardOf(browser, waits = "Suspending" in WebAssembly) {
  const { gpu } = /** @type {Browser} */ (browser), adapter = waits ? await gpu?.requestAdapter().catch(() => null) : null;
  if (!adapter) return "none";
  return (adapter.info ?? adapter).isFallbackAdapter ? "imitated" : "real";
}
