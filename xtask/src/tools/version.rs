//! Versions: read from what a program prints and from `Cargo.lock`.

use std::fmt;

/// A dotted version of any length, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(Vec<u64>);

impl Version {
    /// The first word of `text` that is a version: `trunk 0.21.14`, `wasm-opt version 132 (version_132)`,
    /// `Chromium 156.0.8078.79 built on …`.
    pub fn parse(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let parts: Option<Vec<u64>> = word.split('.').map(|part| part.parse().ok()).collect();
            parts.map(Self)
        })
    }

    /// The first number.
    pub fn major(&self) -> u64 {
        self.0.first().copied().unwrap_or_default()
    }

    /// Whether the first number is below `major`.
    pub fn is_below(&self, major: u64) -> bool {
        self.major() < major
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

/// The version `Cargo.lock` holds for `package`.
pub fn locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != name);
    let version = lines.nth(1)?.trim().strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        Version::parse(text).unwrap().to_string()
    }

    #[test]
    fn versions_are_read_from_what_the_programs_print() {
        assert_eq!(parsed("trunk 0.21.14"), "0.21.14");
        assert_eq!(parsed("wasm-opt version 132 (version_132)\n"), "132");
        assert_eq!(parsed("wasm-opt version 108"), "108");
        assert_eq!(
            parsed("ChromeDriver 156.0.8078.79 (a21c-refs/branch-heads/8078@{#1704})"),
            "156.0.8078.79"
        );
        assert_eq!(Version::parse("command not found"), None);
    }

    #[test]
    fn an_old_wasm_opt_is_recognised() {
        assert!(Version::parse("wasm-opt version 108").unwrap().is_below(120));
        assert!(!Version::parse("wasm-opt version 120").unwrap().is_below(120));
    }

    #[test]
    fn the_locked_version_is_the_one_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked(lock, "leptos"), None);
    }
}
