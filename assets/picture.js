// Makes what is sent of a picture, in a worker so that the page never waits: first decoded and turned upright to be looked
// at, then, when it is known which part is wanted, that part scaled, on white paper, as JPEG. `services/files/make.rs`
// says what is wanted and does the same on the page where a browser cannot do it here.
let bitmap;

const decoded = async (source, scaled, shape) => {
  const plain = { imageOrientation: "from-image" };
  const picture = await createImageBitmap(source, { ...plain, ...scaled });
  const isLike = (width, height) => Math.abs((picture.width * height) / (picture.height * width) - 1) < 0.02;
  // A browser that scales before it turns gets the shape wrong.
  return !shape || isLike(shape[0], shape[1]) || isLike(shape[1], shape[0]) ? picture : createImageBitmap(source, plain);
};

// A part of the picture, by shares of it as it is stored, turned.
const drawn = ([x, y, wide, high], [a, b, c, d], edge) => {
  const part = [bitmap.width * wide, bitmap.height * high];
  const scale = Math.min(1, edge / Math.max(...part));
  const size = part.map((length) => Math.max(1, Math.round(length * scale)));
  const [width, height] = a ? size : [size[1], size[0]];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.setTransform(a, b, c, d, a + c < 0 ? width : 0, b + d < 0 ? height : 0);
  context.drawImage(bitmap, bitmap.width * x, bitmap.height * y, ...part, 0, 0, ...size);
  return canvas;
};

const open = async ({ source, scaled, shape, turn, half }) => {
  bitmap = await decoded(source, scaled, shape);
  let edge = Math.max(bitmap.width, bitmap.height);
  const [width, height] = turn[0] ? [bitmap.width, bitmap.height] : [bitmap.height, bitmap.width];
  while (edge >= half) edge /= 2;
  return { width, height, small: drawn([0, 0, 1, 1], turn, edge).transferToImageBitmap() };
};

const make = async ({ part, turn, edge, good, rungs }) => {
  const canvas = drawn(part, turn, edge);
  bitmap.close();
  const encode = (quality) => canvas.convertToBlob({ type: "image/jpeg", quality });
  let blob = await encode(rungs[0][0]);
  const rung = rungs.find(([, share]) => blob.size * share <= good) || rungs[rungs.length - 1];
  if (rung !== rungs[0]) blob = await encode(rung[0]);
  return { blob, width: canvas.width, height: canvas.height };
};

onmessage = ({ data }) =>
  (data.source ? open(data) : make(data)).then(
    (made) => postMessage(made, made.small ? [made.small] : []),
    () => postMessage(null),
  );
