// Makes what is sent of a picture, in a worker so that the page never waits: first decoded and turned upright to be looked
// at, then, when it is known which part is wanted, that part scaled, on white paper, as JPEG. `services/files/make.rs`
// says what is wanted and does the same on the page where a browser cannot do it here.
const ALL = [0, 0, 1, 1];
let bitmap, whole, upright;

const decoded = async (source, scaled, shape) => {
  const plain = { imageOrientation: "from-image" };
  const picture = await createImageBitmap(source, { ...plain, ...scaled });
  const isLike = (width, height) => Math.abs((picture.width * height) / (picture.height * width) - 1) < 0.02;
  // A browser that scales before it turns gets the shape wrong.
  return !shape || isLike(shape[0], shape[1]) || isLike(shape[1], shape[0]) ? picture : createImageBitmap(source, plain);
};

// A part of the picture, by shares of it as it is stored, turned.
const drawn = ([x, y, wide, high], [a, b, c, d], edge, smoothing) => {
  const part = [bitmap.width * wide, bitmap.height * high];
  const scale = Math.min(1, edge / Math.max(...part));
  const size = part.map((length) => Math.max(1, Math.round(length * scale)));
  const [width, height] = a ? size : [size[1], size[0]];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = smoothing;
  context.setTransform(a, b, c, d, a + c < 0 ? width : 0, b + d < 0 ? height : 0);
  context.drawImage(bitmap, bitmap.width * x, bitmap.height * y, ...part, 0, 0, ...size);
  return canvas;
};

const open = async ({ source, scaled, shape, turn, half }) => {
  bitmap = await decoded(source, scaled, shape);
  let edge = Math.max(bitmap.width, bitmap.height);
  const [width, height] = turn[0] ? [bitmap.width, bitmap.height] : [bitmap.height, bitmap.width];
  while (edge >= half) edge /= 2;
  // Of whole halvings this is the plain average, a third quicker than the best.
  return { width, height, small: drawn(ALL, turn, edge, "medium").transferToImageBitmap() };
};

// How many bytes a picture will have: from tiles of it, one out of every cell of a grid, each at another place of its
// cell, so that neither lines of print nor a frame around the picture fall into step with them. A twentieth of the
// pixels is encoded instead of all of them. A small picture is encoded as quickly as asked about.
const GRID = 8;
const SMALL = 2e6;
const expected = async (canvas, quality) => {
  if (canvas.width * canvas.height < SMALL) return 0;
  const [wide, high] = [canvas.width / GRID, canvas.height / GRID];
  // Whole blocks of JPEG with a quarter of the colours.
  const [width, height] = [wide, high].map((length) => Math.max(16, Math.floor(length / 4 / 16) * 16));
  const tiles = new OffscreenCanvas(width * GRID, height * GRID);
  const context = tiles.getContext("2d", { alpha: false });
  for (let at = 0; at < GRID * GRID; at++) {
    const [column, row] = [at % GRID, Math.floor(at / GRID)];
    const [x, y] = [(at * 0.618) % 1, (at * 0.755) % 1];
    const from = [(column * wide + x * (wide - width)) | 0, (row * high + y * (high - height)) | 0];
    context.drawImage(canvas, ...from, width, height, column * width, row * height, width, height);
  }
  const { size } = await tiles.convertToBlob({ type: "image/jpeg", quality });
  return (size * canvas.width * canvas.height) / (tiles.width * tiles.height);
};

// Ready to be encoded: drawn, and how many bytes it will have.
const ready = async (part, turn, edge, quality) => {
  const canvas = drawn(part, turn, edge, "high");
  return [canvas, await expected(canvas, quality)];
};

// While the page still looks: all of the picture, which is what is sent of it if no document is found.
const foresee = ({ turn, edge, rungs }) => {
  [whole, upright] = [ready(ALL, turn, edge, rungs[0][0]).catch(() => null), turn];
};

const make = async ({ part, turn, edge, good, rungs }) => {
  const isWhole = [...part, ...turn].every((it, at) => it === [...ALL, ...upright][at]);
  const [canvas, bytes] = (isWhole && (await whole)) || (await ready(part, turn, edge, rungs[0][0]));
  bitmap.close();
  const encode = ([quality]) => canvas.convertToBlob({ type: "image/jpeg", quality });
  const fitting = (size) => rungs.find(([, share]) => size * share <= good) || rungs[rungs.length - 1];
  const rung = fitting(bytes);
  let blob = await encode(rung);
  // The tiles said too little.
  if (rung === rungs[0] && blob.size > good) blob = await encode(fitting(blob.size));
  return { blob, width: canvas.width, height: canvas.height };
};

onmessage = async ({ data }) => {
  try {
    const made = await (data.source ? open(data) : make(data));
    postMessage(made, made.small ? [made.small] : []);
    if (data.source) foresee(data);
  } catch {
    postMessage(null);
  }
};
