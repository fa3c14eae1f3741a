// A passport before the fake camera, from the tips until the review shows the picture that the app took by itself. Behind
// `screens.js`.
const done = arguments[arguments.length - 1];

const measure = async () => {
  await sees("welcome");
  press("welcome.start");
  await sees("subtype");
  press("subtype.passport");
  await sees("tips");
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((it) => it.duration)));
  observer.observe({ entryTypes: ["longtask"] });
  const start = performance.now();
  press("tips.camera");
  await sees("camera");
  press("camera.primer.start");
  await sees("review");
  const took = performance.now() - start;
  // What the review has to do, too.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  observer.disconnect();
  return { took, longest: Math.max(0, ...tasks) };
};
measure().then(done, (error) => done({ error: String(error) }));
