//! One stylesheet from many: resolves the `@import "file" layer(name);` lines of `style/main.css`, because trunk
//! does not, and every import left to the browser would be a request in a row before the first paint.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::paths::Paths;

/// Imports deeper than this are a circle.
const DEPTH: usize = 8;

/// Writes the joined stylesheet where `index.html` links it and answers its path.
pub fn write(paths: &Paths) -> anyhow::Result<PathBuf> {
    let joined = join(&paths.root.join("style").join("main.css"), 0)?;
    let target = paths.generated().join("main.css");
    std::fs::create_dir_all(paths.generated()).context("target/xtask cannot be created")?;
    // An unchanged file keeps its time, so that nothing downstream is rebuilt.
    if std::fs::read_to_string(&target).ok().as_deref() != Some(joined.as_str()) {
        std::fs::write(&target, joined).context("the joined stylesheet cannot be written")?;
    }
    Ok(target)
}

fn join(file: &Path, depth: usize) -> anyhow::Result<String> {
    if depth > DEPTH {
        bail!("{} is imported in a circle", file.display());
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let directory = file.parent().unwrap_or(Path::new("."));
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        match import(line).with_context(|| format!("in {}", file.display()))? {
            Some(import) => joined.push_str(&import.wrap(&join(&directory.join(&import.path), depth + 1)?)),
            None => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    Ok(joined)
}

#[derive(Debug, PartialEq, Eq)]
struct Import {
    path: String,
    layer: Option<String>,
}

impl Import {
    fn wrap(&self, content: &str) -> String {
        match &self.layer {
            Some(layer) => format!("@layer {layer} {{\n{content}}}\n"),
            None => content.to_owned(),
        }
    }
}

/// The import a line holds. Anything but `@import "path";` with an optional `layer(name)` is refused, since
/// joining would drop its condition.
fn import(line: &str) -> anyhow::Result<Option<Import>> {
    let Some(rest) = line.trim().strip_prefix("@import") else {
        return Ok(None);
    };
    let parse = || {
        let rest = rest.trim().strip_prefix('"')?;
        let (path, rest) = rest.split_once('"')?;
        let rest = rest.trim().strip_suffix(';')?.trim();
        let layer = match rest {
            "" => None,
            layer => Some(layer.strip_prefix("layer(")?.strip_suffix(')')?.trim().to_owned()),
        };
        Some(Import { path: path.to_owned(), layer })
    };
    match parse() {
        Some(import) => Ok(Some(import)),
        None => bail!(
            "only `@import \"file\";` and `@import \"file\" layer(name);` can be joined, not `{}`",
            line.trim()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_with_and_without_a_layer() {
        let layered = import("  @import \"components/button.css\" layer(components);").unwrap().unwrap();
        assert_eq!(
            (layered.path.as_str(), layered.layer.as_deref()),
            ("components/button.css", Some("components"))
        );
        assert_eq!(import("@import \"tokens.css\";").unwrap().unwrap().layer, None);
        assert_eq!(import("@layer tokens, base;").unwrap(), None);
    }

    #[test]
    fn conditions_that_joining_would_lose_are_refused() {
        assert!(import("@import \"print.css\" print;").is_err());
        assert!(import("@import url(print.css);").is_err());
    }

    #[test]
    fn files_are_joined_in_their_layers_and_relative_to_the_importing_file() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("parts")).unwrap();
        let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
        write("main.css", "@layer a;\n@import \"parts/all.css\" layer(a);\n");
        write("parts/all.css", "@import \"one.css\";\nb{}\n");
        write("parts/one.css", "i{}\n");
        assert_eq!(join(&home.path().join("main.css"), 0).unwrap(), "@layer a;\n@layer a {\ni{}\nb{}\n}\n");
    }

    #[test]
    fn a_circle_is_named() {
        let home = tempfile::tempdir().unwrap();
        let main = home.path().join("main.css");
        std::fs::write(&main, "@import \"main.css\";\n").unwrap();
        assert!(format!("{:#}", join(&main, 0).unwrap_err()).contains("circle"));
    }
}
