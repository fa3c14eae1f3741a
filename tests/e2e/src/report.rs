//! What is told about a page when its test failed: where it stood, what the console showed, and a picture.

use std::path::PathBuf;

use crate::address::without_token;
use crate::browser::Browser;
use crate::console::Console;
use crate::settings;

const WHERE: &str = r"
const main = [...document.querySelectorAll('main[data-kyc-screen]')].find((it) => it.checkVisibility());
const screen = main ? `${main.dataset.kycScreen} ${main.dataset.kycDocument ?? ''}` : 'none';
return [screen, location.href, document.querySelector('h1')?.textContent ?? ''];
";

/// Prints the state of the page and stores a picture of it.
pub fn failure(browser: &Browser, console: &Console) {
    console.extend(browser.log());
    let (screen, address, heading) = position(browser);
    println!("screen: {screen}");
    println!("heading: {heading}");
    println!("address: {}", without_token(&address));
    print!("console:\n{}", console.transcript());
    let file = picture_path();
    match browser.picture(&file) {
        Ok(()) => println!("picture: {}", file.display()),
        Err(error) => println!("no picture: {error}"),
    }
}

/// Screen, address and heading; empty when the page does not answer.
pub fn position(browser: &Browser) -> (String, String, String) {
    let answer = browser.script(WHERE, &[]).unwrap_or_default();
    let text = |index: usize| answer.get(index).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
    (text(0), text(1), text(2))
}

fn picture_path() -> PathBuf {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed").replace("::", ".");
    settings::output("e2e-failures").join(format!("{name}.png"))
}
