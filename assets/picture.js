// Makes what is sent of a picture, in a worker so that the page never waits: decoded, turned, scaled, on white paper, as
// JPEG. `services/files/make.rs` says what is wanted and does the same on the page where a browser cannot do it here.
const paper = (width, height) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  return [canvas, context];
};

const decoded = async (source, scaled, shape) => {
  const plain = { imageOrientation: "from-image" };
  const bitmap = await createImageBitmap(source, { ...plain, ...scaled });
  const isLike = (width, height) => Math.abs((bitmap.width * height) / (bitmap.height * width) - 1) < 0.02;
  // A browser that scales before it turns gets the shape wrong.
  return !shape || isLike(shape[0], shape[1]) || isLike(shape[1], shape[0]) ? bitmap : createImageBitmap(source, plain);
};

const make = async ({ source, scaled, shape, turn: [a, b, c, d], edge, half, good, rungs }) => {
  const bitmap = await decoded(source, scaled, shape);
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const size = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)));
  const [width, height] = a ? size : [size[1], size[0]];
  const [canvas, context] = paper(width, height);
  context.setTransform(a, b, c, d, a + c < 0 ? width : 0, b + d < 0 ? height : 0);
  context.drawImage(bitmap, 0, 0, ...size);
  bitmap.close();
  const encode = (quality) => canvas.convertToBlob({ type: "image/jpeg", quality });
  let blob = await encode(rungs[0][0]);
  const rung = rungs.find(([, share]) => blob.size * share <= good) || rungs[rungs.length - 1];
  if (rung !== rungs[0]) blob = await encode(rung[0]);
  let small = canvas;
  if (Math.max(width, height) >= half) {
    const [halved, into] = paper(width >> 1 || 1, height >> 1 || 1);
    into.drawImage(canvas, 0, 0, halved.width, halved.height);
    small = halved;
  }
  return { blob, width, height, small: small.transferToImageBitmap() };
};

onmessage = ({ data }) => make(data).then((made) => postMessage(made, [made.small]), () => postMessage(null));
