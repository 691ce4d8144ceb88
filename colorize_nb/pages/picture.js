// The picture of a widget: a JPEG file from Python becomes what an image shows.

/** @param {HTMLImageElement} image @param {BlobPart} file */
export function showPicture(image, file) {
  const old = image.src;
  image.src = URL.createObjectURL(new Blob([file], { type: "image/jpeg" }));
  if (old) image.decode().catch(() => 0).finally(() => URL.revokeObjectURL(old));
}
