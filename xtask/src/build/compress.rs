//! Brotli twins beside the files of `dist/`, so that any server can send them without compressing and `size`
//! measures what is really sent.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The strongest setting: the files are compressed once and sent often.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

/// Text, wasm and the model of faces shrink; pictures are compressed already.
const COMPRESSIBLE: [&str; 9] = ["html", "css", "js", "wasm", "bin", "json", "svg", "txt", "webmanifest"];

/// Whether a brotli twin is made of this file.
pub fn has_twin(file: &Path) -> bool {
    file.extension().and_then(|e| e.to_str()).is_some_and(|e| COMPRESSIBLE.contains(&e))
}

/// Writes a `.br` beside every compressible file below `directory`.
pub fn directory(directory: &Path) -> anyhow::Result<()> {
    let entries =
        std::fs::read_dir(directory).with_context(|| format!("{} cannot be read", directory.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            self::directory(&path)?;
        } else if has_twin(&path) {
            let content = std::fs::read(&path)?;
            std::fs::write(twin(&path), brotli(&content)?)?;
        }
    }
    Ok(())
}

fn twin(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// `content` as it is sent.
pub fn brotli(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, QUALITY, WINDOW);
    writer.write_all(content).context("compressing failed")?;
    // Dropping writes the end of the stream.
    drop(writer);
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_compressible_file_gets_a_twin_that_unpacks_to_it() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("locales")).unwrap();
        let json = home.path().join("locales").join("es.json");
        std::fs::write(&json, "{\"a\": \"b\"}".repeat(50)).unwrap();
        std::fs::write(home.path().join("icon.png"), [0; 64]).unwrap();
        directory(home.path()).unwrap();
        let mut unpacked = Vec::new();
        let packed = std::fs::read(home.path().join("locales").join("es.json.br")).unwrap();
        assert!(packed.len() < 100);
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, std::fs::read(&json).unwrap());
        assert!(!home.path().join("icon.png.br").exists());
    }
}
