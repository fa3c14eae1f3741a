//! Uploaded files: the bytes on disk under the file's id, the rest in the database.
//! Bytes are durable before the row is, and the row before the upload is acknowledged.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use kyc_wire::SourceType;
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::record::{Format, Owner, StoredFile};

const UNFINISHED: &str = "tmp";

/// Removes what a killed process left half-written.
pub fn sweep(directory: &Path) -> ApiResult<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == UNFINISHED) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Writes the bytes so that they survive a crash: temporary file, fsync, rename, fsync of the directory.
pub fn write(directory: &Path, id: &str, bytes: &[u8]) -> ApiResult<()> {
    let temporary = directory.join(format!("{id}.{UNFINISHED}"));
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, directory.join(id))?;
    File::open(directory)?.sync_all()?;
    Ok(())
}

/// The bytes of a file, or 404.
pub fn read(directory: &Path, id: &str) -> ApiResult<Vec<u8>> {
    fs::read(directory.join(id)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => ApiError::not_found("file"),
        _ => error.into(),
    })
}

pub fn insert(tx: &Transaction<'_>, file: &StoredFile) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO files (id, customer_id, request_id, name, description, source_type, tags, mime, size, sha1,
             width, height, created_at)
         VALUES (:id, :customer_id, :request_id, :name, :description, :source_type, :tags, :mime, :size, :sha1,
             :width, :height, :created_at)",
        named_params! {
            ":id": file.id, ":customer_id": file.owner.as_ref().map(|owner| &owner.customer_id),
            ":request_id": file.owner.as_ref().map(|owner| &owner.request_id), ":name": file.name,
            ":description": file.description, ":source_type": file.source_type.map(SourceType::as_str),
            ":tags": serde_json::to_string(&file.tags)?, ":mime": file.format.mime(), ":size": file.size,
            ":sha1": file.sha1, ":width": file.dimensions.map(|(width, _)| width),
            ":height": file.dimensions.map(|(_, height)| height), ":created_at": file.created_at,
        },
    )?;
    Ok(())
}

pub fn find(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<StoredFile>> {
    Ok(tx.query_row("SELECT * FROM files WHERE id = ?1", [id], from_row).optional()?)
}

/// The file, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<StoredFile> {
    find(tx, id)?.ok_or_else(|| ApiError::not_found("file"))
}

fn from_row(row: &Row<'_>) -> Result<StoredFile> {
    let customer_id: Option<String> = row.get("customer_id")?;
    let request_id: Option<String> = row.get("request_id")?;
    let width: Option<u32> = row.get("width")?;
    let height: Option<u32> = row.get("height")?;
    Ok(StoredFile {
        id: row.get("id")?,
        owner: customer_id.zip(request_id).map(|(customer_id, request_id)| Owner { customer_id, request_id }),
        name: row.get("name")?,
        description: row.get("description")?,
        source_type: rows::optional_word(row, "source_type", SourceType::parse)?,
        tags: rows::json(row, "tags")?,
        format: rows::word(row, "mime", |mime| Format::ALL.into_iter().find(|format| format.mime() == mime))?,
        size: row.get("size")?,
        sha1: row.get("sha1")?,
        dimensions: width.zip(height),
        created_at: row.get("created_at")?,
    })
}
