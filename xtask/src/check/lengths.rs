//! The file-length rule: 200 lines is the upper end, 400 never, and the start script stays readable at a glance.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Verdict;
use crate::paths::Paths;

const NEVER: usize = 400;
const UPPER_END: usize = 200;

/// Files with a limit of their own.
const SPECIAL: [(&str, usize); 1] = [("assets/boot.js", 40)];

/// Generated, so its length says nothing about anybody's care.
const GENERATED: [&str; 1] = ["src/i18n/keys.rs"];

/// What is not ours or not source.
const SKIPPED: [&str; 4] = ["target", "dist", "node_modules", "data"];

pub fn check(paths: &Paths) -> anyhow::Result<Verdict> {
    let mut wrong = Vec::new();
    for file in sources(&paths.root)? {
        let name = paths.show(&file);
        let lines =
            std::fs::read_to_string(&file).with_context(|| format!("{name} is not text"))?.lines().count();
        match judge(&name, lines) {
            Length::Fine => {}
            Length::Long => println!("note     {name} has {lines} lines, {UPPER_END} is the upper end"),
            Length::TooLong(limit) => {
                wrong.push(format!("{name} has {lines} lines, more than {limit}: split it"))
            }
        }
    }
    Ok(Verdict::of(wrong))
}

#[derive(Debug, PartialEq, Eq)]
enum Length {
    Fine,
    Long,
    TooLong(usize),
}

fn judge(name: &str, lines: usize) -> Length {
    if GENERATED.contains(&name) {
        return Length::Fine;
    }
    let special = SPECIAL.iter().find(|(file, _)| *file == name).map(|(_, limit)| *limit);
    let limit = special.unwrap_or(NEVER);
    match lines {
        _ if lines > limit => Length::TooLong(limit),
        _ if lines > UPPER_END => Length::Long,
        _ => Length::Fine,
    }
}

/// The Rust, CSS and JavaScript files below a directory, sorted.
pub fn sources(directory: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(directory).with_context(|| format!("{} cannot be read", directory.display()))?;
    let mut children: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    children.sort();
    let mut files = Vec::new();
    for path in children {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                files.extend(sources(&path)?);
            }
        } else if path.extension().is_some_and(|e| e == "rs" || e == "css" || e == "js") {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_judged_by_kind() {
        assert_eq!(judge("src/app.rs", 200), Length::Fine);
        assert_eq!(judge("src/app.rs", 201), Length::Long);
        assert_eq!(judge("src/app.rs", 401), Length::TooLong(400));
        assert_eq!(judge("assets/boot.js", 41), Length::TooLong(40));
        assert_eq!(judge("src/i18n/keys.rs", 900), Length::Fine);
    }

    #[test]
    fn only_sources_are_found_and_build_results_left_out() {
        let home = tempfile::tempdir().unwrap();
        for directory in ["target", ".git", "src"] {
            std::fs::create_dir(home.path().join(directory)).unwrap();
            std::fs::write(home.path().join(directory).join("a.rs"), "").unwrap();
        }
        std::fs::write(home.path().join("notes.md"), "").unwrap();
        assert_eq!(sources(home.path()).unwrap(), [home.path().join("src").join("a.rs")]);
    }
}
