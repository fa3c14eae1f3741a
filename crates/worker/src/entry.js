// What the page and its worker load of the vision module. In the page it makes a host, which starts the worker; in the
// worker it takes brightness or pixels out of what it is handed, and lets the wasm look at them.
import init, { hello, Host, look, set_faces } from "./kyc-worker.js";

const canDraw = () => {
  try {
    return Boolean(new OffscreenCanvas(1, 1).getContext("2d"));
  } catch {
    return false;
  }
};

// What could not be had is asked for again by the next one who needs it: a network comes back.
let loading = null;
const load = () => (loading ??= init({ module_or_path: new URL(KYC_PLAIN, import.meta.url) }).catch((error) => {
  loading = null;
  throw error;
}));

// For the page; the numbers are those of the host's constructor.
export const open = async (...patience) => {
  await load();
  return new Host(import.meta.url, ...patience);
};

// The brightness of a video frame as the camera delivered it. Frames that are turned or mirrored on the way to the
// screen are drawn instead, and so are those of browsers that do not tell.
const brightness = async (frame) => {
  if (frame.rotation !== 0 || frame.flip || !/^(I4\d\d|NV12)$/.test(frame.format)) return null;
  const bytes = new Uint8Array(frame.allocationSize());
  const [{ offset, stride }] = await frame.copyTo(bytes);
  const { width, height } = frame.visibleRect;
  return [bytes.subarray(offset, offset + stride * height), width, height, stride, frame.colorSpace.fullRange !== true];
};

let canvas = null;
const drawn = (picture, edge) => {
  const [wide, high] = [picture.displayWidth || picture.width, picture.displayHeight || picture.height];
  const scale = Math.min(1, edge / Math.max(wide, high));
  const [width, height] = [wide, high].map((length) => Math.max(1, Math.round(length * scale)));
  if (!canvas || canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height);
  return [context.getImageData(0, 0, width, height).data, width, height, 0, false];
};

const pixels = async (picture, edge) => {
  if (picture.data) return [new Uint8Array(picture.data), picture.width, picture.height, 0, false];
  try {
    return (picture.copyTo && (await brightness(picture))) || drawn(picture, edge);
  } finally {
    picture.close();
  }
};

// The model of faces, asked for once. Without it everything but faces is seen; after a failure there is a pause, since looks
// come many times a second.
let model = null;
const PAUSE = 3000;
const fetched = async () => {
  try {
    const response = await fetch(new URL(KYC_FACES, import.meta.url));
    if (response.ok && set_faces(new Uint8Array(await response.arrayBuffer()))) return;
  } catch {
    // As for an answer that is no model.
  }
  setTimeout(() => { model = null; }, PAUSE);
};
const faces = () => (model ??= fetched());
// Shorter than the page's patience with an answer.
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 2000));

// For the worker. `picture`: a VideoFrame or an ImageBitmap, which is closed here, or `{ data, width, height }`.
export const answer = async (asked) => {
  if (asked.faces && asked.waits) await Promise.race([faces(), aMoment()]);
  else if (asked.faces) faces();
  return asked.ask && look(asked.ask, ...(await pixels(asked.picture, asked.edge)));
};

if (typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope) {
  // What goes wrong inside is told as null: after a trap nothing the module says can be trusted.
  const tell = (work) => work.then((numbers) => numbers && postMessage(numbers), (error) => (console.warn(error), postMessage(null)));
  onmessage = ({ data }) => tell(answer(data));
  tell(load().then(() => hello(canDraw())));
}
