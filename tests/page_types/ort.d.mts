// What worker.js uses of ONNX Runtime Web, for the check of types; the runtime itself is not in the repository.
export class Tensor {
  constructor(type: "float32", data: Float32Array, dims: number[]);
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
export class InferenceSession {
  static create(model: Uint8Array, options: { executionProviders: string[] }): Promise<InferenceSession>;
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}
export const env: { wasm: { numThreads: number; wasmBinary?: ArrayBuffer } };
