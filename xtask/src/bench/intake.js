// Hands a photograph of twelve megapixels in by the app's own screens, and does with the browser alone what has to be
// done to it: decoding, scaling, encoding once. Behind `screens.js`.
const [, runs, isWhole, done] = arguments;

// What the app's own worker is asked and answers, and when. Without it the page makes the picture.
let [heard, isCut] = [[], false];
const Plain = Worker;
globalThis.Worker = class extends Plain {
  constructor(url, options) {
    super(url, options);
    if (!String(url).endsWith("picture.js")) return;
    const hear = (name) => heard.push([name, performance.now()]);
    const post = this.postMessage;
    this.postMessage = (message, ...rest) => {
      hear(message.source ? "asked" : "cut");
      if (message.part) isCut = message.part[2] < 1;
      post.call(this, message, ...rest);
    };
    this.addEventListener("message", ({ data }) => hear(data?.small ? "opened" : data?.blob ? "made" : "failed"));
  }
};
// Milliseconds until the worker was asked, had opened the picture, had been told which part is wanted, had made it, and
// until it was shown; nothing where the page did it.
const stages = (start, end) => {
  const at = Object.fromEntries(heard);
  if (!at.made || at.failed) return null;
  const times = [start, at.asked, at.opened, at.cut, at.made, end];
  return times.slice(1).map((time, index) => time - times[index]);
};

// Paper with print on a table, with the noise of a sensor: it reaches beyond two sides, or lies there as a whole.
const photograph = async () => {
  const canvas = new OffscreenCanvas(4000, 3000);
  const context = canvas.getContext("2d");
  let state = 1;
  const noisy = (red, green, blue) => {
    const noise = new ImageData(500, 500);
    noise.data.forEach((_, at) => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      noise.data[at] = [red, green, blue, 255][at % 4] + (at % 4 === 3 ? 0 : (state >> 16) % 24);
    });
    const tile = new OffscreenCanvas(500, 500);
    tile.getContext("2d").putImageData(noise, 0, 0);
    return context.createPattern(tile, "repeat");
  };
  const [table, paper] = [noisy(80, 56, 34), noisy(225, 225, 225)];
  context.fillStyle = table;
  context.fillRect(0, 0, 4000, 3000);
  const [x, y, wide, high] = isWhole ? [600, 500, 2800, 2000] : [0, 300, 4000, 2400];
  context.rotate(isWhole ? 0.02 : 0);
  context.fillStyle = paper;
  context.fillRect(x, y, wide, high);
  context.fillStyle = "#181818";
  context.font = "44px serif";
  const words = "SPECIMEN: drawn to be measured, nothing to pay, nobody's name. ".repeat(isWhole ? 2 : 3);
  for (let line = y + 100; line < y + high - 50; line += 64) context.fillText(words, x + 200, line);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
};

const byBrowser = async (photo) => {
  const bitmap = await createImageBitmap(photo);
  const canvas = new OffscreenCanvas(2560, 1920);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, 2560, 1920);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
};

const byApp = async (photo) => {
  const chosen = new DataTransfer();
  chosen.items.add(new File([photo], "photo.jpg", { type: "image/jpeg" }));
  const input = document.querySelector("input[type=file]");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await sees("review");
};

// The longest time in which the page answered nobody.
const silence = async (work) => {
  const { port1, port2 } = new MessageChannel();
  let [last, longest, isOver] = [performance.now(), 0, false];
  port1.onmessage = () => {
    const now = performance.now();
    [longest, last] = [Math.max(longest, now - last), now];
    if (!isOver) setTimeout(() => port2.postMessage(0), 1);
  };
  port2.postMessage(0);
  const start = performance.now();
  await work();
  const end = performance.now();
  isOver = true;
  return { time: end - start, longest, stages: stages(start, end) };
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 500));

const measure = async () => {
  const photo = await photograph();
  await sees("welcome");
  press("welcome.start");
  await sees("subtype");
  press("subtype.passport");
  await sees("tips");
  press("tips.file");
  const rows = [];
  for (let run = 0; run < runs; run++) {
    await sees("file");
    // The picture shown before is still being painted, which is nobody's work here.
    await pause();
    const browser = await silence(() => byBrowser(photo));
    await pause();
    heard = [];
    const app = await silence(() => byApp(photo));
    rows.push({ browser: browser.time, app: app.time, blocked: app.longest, stages: app.stages, isCut });
    press("review.choose");
  }
  return { rows, bytes: photo.size };
};
measure().then(done, (error) => done({ error: String(error) }));
