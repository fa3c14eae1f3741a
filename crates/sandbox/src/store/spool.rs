//! Bytes on their way to the disk: a temporary file that grows chunk by chunk while it is hashed, and that disappears
//! with its owner unless it is kept. However large an upload, it never stands in memory.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use sha1::{Digest, Sha1};
use tempfile::{Builder, NamedTempFile};

use super::UNFINISHED;
use crate::problem::{ApiError, ApiResult};

/// How much is gathered before the disk is bothered.
const CHUNK: usize = 256 * 1024;

/// A growing temporary file.
pub struct Spool {
    file: NamedTempFile,
    sha1: Sha1,
    size: u64,
    limit: u64,
}

impl Spool {
    /// An empty one in `directory` that keeps at most `limit` bytes. What comes beyond is only counted.
    pub fn create(directory: &Path, limit: usize) -> ApiResult<Self> {
        let file =
            Builder::new().prefix("upload-").suffix(&format!(".{UNFINISHED}")).tempfile_in(directory)?;
        Ok(Self { file, sha1: Sha1::new(), size: 0, limit: limit as u64 })
    }

    /// Whether more came than is kept.
    pub const fn is_over(&self) -> bool {
        self.size > self.limit
    }

    pub const fn size(&self) -> u64 {
        self.size
    }

    /// In hexadecimal digits.
    pub fn sha1(&self) -> String {
        self.sha1.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The file, for reading from wherever its one position is set to.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Keeps the file as `path`, so that it survives a crash: fsync, rename, fsync of the directory.
    pub fn keep(self, path: &Path) -> ApiResult<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(path).map_err(|error| error.error)?;
        if let Some(directory) = path.parent() {
            File::open(directory)?.sync_all()?;
        }
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = usize::try_from(self.limit.saturating_sub(self.size)).unwrap_or(usize::MAX);
        let kept = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.file.write_all(kept)?;
        self.sha1.update(kept);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Feeds a [`Spool`] from an async task; the disk works on other threads.
pub struct Feeder {
    /// Away while a write is under way. A task that is given up leaves it there, and it disappears with the write.
    spool: Option<Spool>,
    waiting: Vec<u8>,
}

impl Feeder {
    pub const fn new(spool: Spool) -> Self {
        Self { spool: Some(spool), waiting: Vec::new() }
    }

    pub async fn feed(&mut self, bytes: &[u8]) -> ApiResult<()> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK { self.pass_on().await } else { Ok(()) }
    }

    /// The spool with everything in it.
    pub async fn finish(mut self) -> ApiResult<Spool> {
        self.pass_on().await?;
        self.spool.ok_or_else(lost)
    }

    async fn pass_on(&mut self) -> ApiResult<()> {
        let mut spool = self.spool.take().ok_or_else(lost)?;
        let mut waiting = std::mem::take(&mut self.waiting);
        let write = move || {
            let outcome = spool.write_all(&waiting);
            waiting.clear();
            outcome.map(|()| (spool, waiting))
        };
        let (spool, waiting) = tokio::task::spawn_blocking(write).await.map_err(ApiError::internal)??;
        self.spool = Some(spool);
        self.waiting = waiting;
        Ok(())
    }
}

fn lost() -> ApiError {
    ApiError::internal("an earlier write of this upload failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_fed_is_kept_and_hashed_and_what_is_dropped_disappears() {
        let directory = tempfile::tempdir().unwrap();
        let mut feeder = Feeder::new(Spool::create(directory.path(), usize::MAX).unwrap());
        for _ in 0..3 {
            feeder.feed(&vec![b'a'; CHUNK - 1]).await.unwrap();
        }
        drop(Spool::create(directory.path(), 1).unwrap());
        let spool = feeder.finish().await.unwrap();
        let bytes = vec![b'a'; 3 * (CHUNK - 1)];
        assert_eq!(spool.size(), bytes.len() as u64);
        let digest: String = Sha1::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(spool.sha1(), digest);
        spool.keep(&directory.path().join("kept")).unwrap();
        assert_eq!(std::fs::read(directory.path().join("kept")).unwrap(), bytes);
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_limit_is_exact() {
        let directory = tempfile::tempdir().unwrap();
        let mut spool = Spool::create(directory.path(), 4).unwrap();
        spool.write_all(b"abcd").unwrap();
        assert!(!spool.is_over());
        spool.write_all(b"e").unwrap();
        assert!(spool.is_over());
        assert_eq!(spool.file().metadata().unwrap().len(), 4);
    }
}
