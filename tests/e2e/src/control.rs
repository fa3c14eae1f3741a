//! Finding what can be pressed: by what is written on it, and as assistive technology is told of it.

use std::time::Instant;

use serde_json::json;
use thirtyfour::WebElement;

use crate::browser::Browser;
use crate::wait::{self, PATIENCE};

/// Presses the control called `name`, or whose name begins with it.
#[track_caller]
pub fn press(browser: &Browser, name: &str, is_start: bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let pressed = control(browser, name, is_start).and_then(|element| {
            browser.run(async |_| element.click().await).map_err(|error| error.to_string())
        });
        match pressed {
            Ok(()) => return,
            // The frame went away under the click, as it was told to.
            Err(error)
                if error.contains("frame detached") || browser.script("return true;", &[]).is_err() =>
            {
                return;
            }
            // Drawn anew between finding and pressing.
            Err(error) if error.contains("stale") && Instant::now() < deadline => {}
            Err(error) => panic!("“{name}” cannot be pressed: {error}"),
        }
    }
}

/// The visible, enabled control that assistive technology knows by `name`.
fn control(browser: &Browser, name: &str, is_start: bool) -> Result<WebElement, String> {
    let args = json!({ "name": name, "isStart": is_start });
    let found = wait::until(browser, CONTROL, &args, PATIENCE)
        .ok_or_else(|| format!("nothing to press is called that within {} s", PATIENCE.as_secs()))?;
    let element = found.element().map_err(|error| error.to_string())?;
    let (role, computed) = match browser.role_and_name(&element) {
        Ok(known) => known,
        // ChromeDriver cannot ask the process of another frame for roles and names; there the text has to do.
        Err(_) if is_framed(browser) => return Ok(element),
        Err(error) => return Err(error.to_string()),
    };
    let computed = computed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = if is_start { computed.starts_with(name) } else { computed == name };
    let is_control =
        matches!(role.as_str(), "button" | "link" | "radio" | "checkbox" | "menuitem" | "combobox");
    if fits && is_control {
        return Ok(element);
    }
    Err(format!("assistive technology is told of the {role} “{computed}”"))
}

fn is_framed(browser: &Browser) -> bool {
    browser.script("return window !== window.top;", &[]).is_ok_and(|answer| answer == json!(true))
}

/// A candidate by what is written on it; assistive technology has the last word afterwards.
const CONTROL: &str = r#"
const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const name = (it) => squeeze(it.getAttribute("aria-label") ?? [...(it.labels ?? [])][0]?.innerText ?? it.innerText ?? it.value);
const modal = [...document.querySelectorAll("dialog[open]")].find((it) => it.matches(":modal"));
const all = (modal ?? document).querySelectorAll("button, a[href], input:not([type=hidden]), [role=button], summary");
const usable = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled
  && it.getAttribute("aria-disabled") !== "true" && !it.closest("[inert]");
const fits = (it) => (args.isStart ? name(it).startsWith(args.name) : name(it) === args.name);
return [...all].find((it) => usable(it) && fits(it));
"#;
