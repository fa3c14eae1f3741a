// The worker that makes a JPEG of a HEIC picture, for browsers that cannot open one: `services/files/heic.rs` starts it,
// and ends it with the picture, which gives the memory back.
import init, { open } from "./kyc-heic.js";

const loading = init({ module_or_path: new URL(KYC_HEIC, import.meta.url) });

onmessage = async ({ data: { file, quality } }) => {
  try {
    const [{ memory }, bytes] = await Promise.all([loading, file.arrayBuffer()]);
    const picture = open(new Uint8Array(bytes));
    if (!picture) throw new Error("no HEIC picture, or too large a one");
    const { width, height, place, colours } = picture;
    const pixels = new Uint8ClampedArray(memory.buffer, place, width * height * 4);
    const canvas = new OffscreenCanvas(width, height);
    // Canvases are sRGB: other colours are converted on the way.
    canvas.getContext("2d", { alpha: false }).putImageData(new ImageData(pixels, width, height, { colorSpace: colours }), 0, 0);
    postMessage(await canvas.convertToBlob({ type: "image/jpeg", quality }));
  } catch (error) {
    console.warn(error);
    postMessage(null);
  }
};

// Where a worker loads its modules late, nobody would have heard an earlier question.
postMessage(true);
