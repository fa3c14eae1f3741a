// Hands a photograph of twelve megapixels in by the app's own screens, and does with the browser alone what has to be
// done to it: decoding, scaling, encoding once. `words` are those of the app's buttons.
const done = arguments[arguments.length - 1];
const [runs, words] = arguments;
const main = () => document.querySelector("main[data-kyc-screen]");
const sees = (name) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${main()?.dataset.kycScreen} instead of ${name}`)), 30000);
    const look = () => main()?.dataset.kycScreen === name && (clearTimeout(timer), observer.disconnect(), resolve());
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-kyc-screen"] });
    look();
  });
const press = (key) => [...document.querySelectorAll("button")].find((button) => button.textContent.includes(words[key])).click();

// A written page on a table, with the noise of a sensor.
const photograph = async () => {
  const canvas = new OffscreenCanvas(4000, 3000);
  const context = canvas.getContext("2d");
  const noise = new ImageData(500, 500);
  let state = 1;
  noise.data.forEach((_, at) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    noise.data[at] = at % 4 === 3 ? 255 : 225 + (state >> 16) % 24;
  });
  for (let x = 0; x < 4000; x += 500) for (let y = 0; y < 3000; y += 500) context.putImageData(noise, x, y);
  context.fillStyle = "#4a3420";
  context.fillRect(0, 0, 4000, 300);
  context.fillRect(0, 2700, 4000, 300);
  context.fillStyle = "#181818";
  context.font = "44px serif";
  for (let y = 400; y < 2650; y += 64) context.fillText("SPECIMEN: drawn to be measured, nothing to pay, nobody's name. ".repeat(3), 200, y);
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
  const time = performance.now() - start;
  isOver = true;
  return [time, longest];
};

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
    const [browser] = await silence(() => byBrowser(photo));
    const [app, blocked] = await silence(() => byApp(photo));
    rows.push({ browser, app, blocked });
    press("review.choose");
  }
  return { rows, bytes: photo.size };
};
measure().then(done, (error) => done({ error: String(error) }));
