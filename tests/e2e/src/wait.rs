//! Waiting for something to be true in the page: looked at again on each change of the document, and several times a
//! second for what is no part of it (the address, a running video). Survives a change of the page.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::session::scriptret::ScriptRet;

use crate::browser::Browser;

/// How long anything on the screen may take.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The first truthy value of `probe`, the body of a function of `args`; `None` when there is none in time.
pub fn until(browser: &Browser, probe: &str, args: &Value, patience: Duration) -> Option<ScriptRet> {
    let script = format!("const probe = (args) => {{ {probe} }}; {OBSERVE}");
    let deadline = Instant::now() + patience;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let limit = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
        match browser.script_async(&script, &[args.clone(), json!(limit)]) {
            Ok(answer) if !answer.json().is_null() => return Some(answer),
            Ok(_) => return None,
            // The page went away under the script: the next one is asked. A broken script ends here, too.
            Err(error) if Instant::now() >= deadline => panic!("waiting failed: {error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

const OBSERVE: &str = r"
const [args, limit, done] = arguments;
let deadline, pulse;
const observer = new MutationObserver(check);
function finish(value) {
  observer.disconnect();
  clearTimeout(deadline);
  clearInterval(pulse);
  done(value);
}
function check() {
  const value = probe(args);
  if (value) finish(value);
}
deadline = setTimeout(() => finish(null), limit);
pulse = setInterval(check, 100);
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
check();
";
