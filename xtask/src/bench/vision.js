// Runs in a page of the app's own origin: the module as the app loads it, on the fake camera.
const [version, targets, seconds, width, height, workerless, recorded, done] = arguments;

// One answer of crates/worker/src/look.rs: how long looking took.
const millis = (numbers) => {
  let at = 6;
  at += numbers[5] * 8;
  return numbers[at + numbers[at] + 4];
};

const measure = async (target) => {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true });
  video.srcObject = await navigator.mediaDevices.getUserMedia({
    video: { width: { exact: width }, height: { exact: height }, frameRate: { ideal: 30 } },
  });
  document.body.append(video);
  await video.play();
  const recorder = recorded && new MediaRecorder(video.srcObject, { bitsPerSecond: 1_000_000 });
  if (recorder) recorder.start(1000);
  const module = await import(new URL("vision/vision.js", document.baseURI).href);
  const host = await module.open(1000, 20, 5);
  if (target === 3) host.expect_faces();
  const looks = [];
  const what = new Float64Array([version, target, 0, 2, 0]);
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((it) => it.duration)));
  let start = 0;
  await new Promise((resolve, reject) => {
    const looked = (answer) => {
      // The first ones come while everything is still being compiled.
      if (looks.push(millis(answer)) === 30) {
        start = performance.now();
        observer.observe({ entryTypes: ["longtask"] });
        setTimeout(() => (held.free(), resolve()), seconds * 1000);
      }
    };
    const held = host.watch(video, what, (answer, frame) => {
      if (frame) frame.close();
      // Nobody hears what is thrown here.
      try {
        looked(answer);
      } catch (error) {
        reject(error);
      }
    });
  });
  const took = (performance.now() - start) / 1000;
  observer.disconnect();
  const place = host.place;
  host.free();
  if (recorder) recorder.stop();
  video.srcObject.getTracks().forEach((track) => track.stop());
  video.remove();
  const settled = looks.slice(30).sort((a, b) => a - b);
  const quick = settled[Math.floor(settled.length / 10)];
  return { rate: settled.length / took, millis: settled[settled.length >> 1], quick, longest: Math.max(0, ...tasks), place };
};

(async () => {
  if (workerless) globalThis.Worker = undefined;
  const rows = [];
  for (const target of targets) rows.push(await measure(target));
  done({ rows });
})().catch((error) => done({ error: String(error) }));
