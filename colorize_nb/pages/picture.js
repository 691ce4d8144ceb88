// The picture of a widget: a JPEG file, from Python, or any file of a picture becomes what an image shows.

/** @param {HTMLImageElement} image @param {BlobPart} file JPEG, unless it is a Blob, which says what it is */
export function showPicture(image, file) {
  const old = image.src;
  image.src = URL.createObjectURL(file instanceof Blob ? file : new Blob([file], { type: "image/jpeg" }));
  if (old) image.decode().catch(() => 0).finally(() => URL.revokeObjectURL(old));
}
