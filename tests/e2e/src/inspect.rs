//! What is looked at on each screen that a test reaches: nothing, accessibility, width, or a picture for people.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::look::Look;
use crate::settings;

/// What to do on each screen.
#[derive(Clone, Debug, Default)]
pub enum Inspection {
    /// Nothing.
    #[default]
    None,
    /// axe-core finds nothing, the heading has a name, and nothing is wider than the page.
    Accessible,
    /// Nothing is wider than the page.
    Narrow,
    /// A picture of the whole page goes to this directory.
    Picture(PathBuf),
}

#[track_caller]
pub fn look(browser: &Browser, look: &Look, name: &str) {
    match &look.inspection {
        Inspection::None => {}
        Inspection::Accessible => {
            width(browser, name);
            axe(browser, name);
        }
        Inspection::Narrow => width(browser, name),
        Inspection::Picture(directory) => picture(browser, look, directory.clone(), name),
    }
}

/// Nothing sticks out to the side, also where the page hides it.
#[track_caller]
fn width(browser: &Browser, screen: &str) {
    let sticks_out = match browser.script_async(STICKS_OUT, &[]) {
        Ok(found) => found.json().clone(),
        Err(error) => panic!("the width of `{screen}` cannot be measured: {error}"),
    };
    assert_eq!(sticks_out, json!([]), "on `{screen}` something is wider than the page");
}

/// After two frames: what follows the width of its place does so in the first one.
const STICKS_OUT: &str = r#"
const done = arguments[arguments.length - 1];
const measure = () => {
const page = document.documentElement;
const wide = page.scrollWidth > page.clientWidth ? [`the page: ${page.scrollWidth} px of ${page.clientWidth}`] : [];
const clipped = (it) => it.closest("svg, .kyc-camera, .kyc-flat__layer, [hidden], .kyc-visually-hidden") !== null;
for (const it of document.querySelectorAll("main *, header *, footer *, dialog[open] *")) {
  const box = it.getBoundingClientRect();
  const isOut = box.width > 1 && (box.right > page.clientWidth + 1 || box.left < -1);
  if (isOut && !clipped(it)) wide.push(`${it.tagName} ${it.className}: ${box.left} to ${box.right}`);
}
return wide;
};
requestAnimationFrame(() => requestAnimationFrame(() => done(measure())));
"#;

#[track_caller]
fn axe(browser: &Browser, screen: &str) {
    let outcome = browser
        .script(&format!("if (!window.axe) {{ {} }}", source()), &[])
        .and_then(|_| Ok(browser.script_async(RUN_AXE, &[])?.json().clone()));
    match outcome {
        Ok(violations) if violations == json!([]) => {}
        Ok(violations) => panic!("axe-core finds on `{screen}`: {violations:#}"),
        Err(error) => panic!("axe-core does not run on `{screen}`: {error}"),
    }
}

fn source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let file = settings::required("KYC_AXE");
        match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) => panic!("{} cannot be read: {error}", file.display()),
        }
    })
}

/// The rules of WCAG 2.2 AA and axe's own good practices. Styles are read from the document alone, since the page's
/// policy lets nothing else be loaded.
const RUN_AXE: &str = r#"
const done = arguments[arguments.length - 1];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false }).then(({ violations }) => {
  done(violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map((it) => ({ target: it.target.join(" "), html: it.html, why: it.failureSummary })),
  })));
}, (error) => done([String(error)]));
"#;

fn picture(browser: &Browser, look: &Look, directory: PathBuf, screen: &str) {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    if let Err(error) = std::fs::create_dir_all(&directory) {
        panic!("{} cannot be created: {error}", directory.display());
    }
    // Pictures that are still being decoded would be missing.
    let settled = browser.script_async(SETTLED, &[]).map(|it| it.json().clone());
    assert!(matches!(settled, Ok(Value::Bool(true))), "`{screen}` does not settle: {settled:?}");
    let (width, height) = look.size;
    let mode = if look.is_dark { "dark" } else { "light" };
    let name = format!("{width}x{height}-{mode}-{}-{number:03}-{screen}.png", look.language);
    if let Err(error) = browser.picture(&directory.join(name)) {
        panic!("no picture of `{screen}`: {error}");
    }
}

const SETTLED: &str = r"
const done = arguments[arguments.length - 1];
const pictures = [...document.images].map((it) => it.decode().catch(() => {}));
Promise.all([...pictures, document.fonts.ready]).then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
";
