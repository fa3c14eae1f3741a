// What a test leaves in the page when it fails: undone here, without the wasm that has just panicked.

const BEGINS = "Invoking test: ";
// Longer than the browser takes to go back within a page, shorter than a test's patience.
const TRAVEL = 500;

const address = location.href;
const title = document.title;
const root = document.documentElement;
const attributes = root.getAttributeNames().map((name) => [name, root.getAttribute(name)]);
const elements = new Set([...document.head.children, ...document.body.children]);
const streams = new Set();
const held = [];
const kicks = [];
let name = "";
let lastTimer = 0;
let travels = 0;
let stale = 0;

followTests();
followStreams();
followTravels();

/** The name of the test that runs, as the runner prints it. */
export function test() {
  return name;
}

/** Calls `release` when the next test begins. */
export function hold(release) {
  held.push(release);
}

/** Calls `kick` each second. */
export function keepGoing(kick) {
  kicks.push(kick);
  setInterval(kick, 1000);
}

/** Resolves when the browser is not on its way to another history entry for an earlier test. */
export async function settled() {
  if (stale === 0) return;
  stale = 0;
  if (travels > 0) {
    await new Promise((resolve) => {
      addEventListener("popstate", resolve, { once: true });
      setTimeout(resolve, TRAVEL);
    });
  }
  travels = 0;
  history.replaceState(null, "", address);
}

// The runner announces each test on the console; it gives no other word.
function followTests() {
  const log = console.log;
  console.log = (...words) => {
    const line = String(words[0]);
    if (line.startsWith(BEGINS)) {
      name = line.slice(BEGINS.length);
      tell(name);
      clean();
    }
    log.apply(console, words);
  };
}

// Whoever watches the suite is told before the test starts: it may leave the page no time to.
function tell(test) {
  const run = answerOf("GET", "/target/xtask/sandbox.json");
  const watcher = run && JSON.parse(run).watcher;
  if (watcher) answerOf("POST", `${watcher}/${test}`);
}

function answerOf(method, url) {
  const request = new XMLHttpRequest();
  request.open(method, url, false);
  try {
    request.send();
    return request.responseText;
  } catch {
    return undefined;
  }
}

function clean() {
  for (const release of held.splice(0)) {
    try {
      release();
    } catch (error) {
      // What a panic has left locked. The rest goes on.
      console.warn("not let go of:", error);
    }
  }
  for (const stream of streams) for (const track of stream.getTracks()) track.stop();
  streams.clear();
  const newest = setTimeout(() => {});
  for (; lastTimer <= newest; lastTimer += 1) clearTimeout(lastTimer);
  for (const kick of kicks) setInterval(kick, 1000);
  for (const faked of [navigator, navigator.mediaDevices, document, history]) {
    for (const name of Object.getOwnPropertyNames(faked)) Reflect.deleteProperty(faked, name);
  }
  for (const element of [...document.head.children, ...document.body.children]) {
    if (!elements.has(element)) element.remove();
  }
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const [name, value] of attributes) root.setAttribute(name, value);
  document.title = title;
  sessionStorage.clear();
  localStorage.clear();
  stale = travels;
  history.replaceState(null, "", address);
}

function followStreams() {
  const devices = MediaDevices.prototype;
  const ask = devices.getUserMedia;
  devices.getUserMedia = function (...wanted) {
    const stream = ask.apply(this, wanted);
    stream.then((given) => streams.add(given), () => {});
    return stream;
  };
}

function followTravels() {
  const back = History.prototype.back;
  History.prototype.back = function () {
    travels += 1;
    back.call(this);
  };
  addEventListener("popstate", () => (travels = Math.max(0, travels - 1)));
}
