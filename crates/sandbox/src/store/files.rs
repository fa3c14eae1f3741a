//! Uploaded files: the bytes on disk under the file's id, the rest in the database.
//! Bytes are durable before the row is, and the row before the upload is acknowledged.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

use super::{UNFINISHED, rows};
use crate::ids;
use crate::problem::{ApiError, ApiResult};
use crate::record::{Format, Owner, StoredFile};

/// Removes what a killed process left behind: half-written files, and whole ones without a row.
pub fn sweep(connection: &Connection, directory: &Path) -> ApiResult<()> {
    let mut statement = connection.prepare("SELECT 1 FROM files WHERE id = ?1")?;
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let is_unfinished = path.extension().is_some_and(|extension| extension == UNFINISHED);
        if is_unfinished || (ids::is_file(name) && !statement.exists([name])?) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Removes the bytes of a file whose row is gone. What stays is swept at the next start.
pub fn discard(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        eprintln!("{} cannot be removed: {error}", path.display());
    }
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
        "INSERT INTO files (id, customer_id, request_id, name, description, tags, mime, size, sha1, width, height,
             exif, created_at, token_id)
         VALUES (:id, :customer_id, :request_id, '', '', '[]', :mime, :size, :sha1, :width, :height, :exif,
             :created_at, :token_id)",
        named_params! {
            ":id": file.id, ":customer_id": file.owner.as_ref().map(|owner| &owner.customer_id),
            ":request_id": file.owner.as_ref().and_then(|owner| owner.request_id.as_ref()),
            ":token_id": file.owner.as_ref().and_then(|owner| owner.token_id.as_ref()),
            ":mime": file.format.mime(), ":size": file.size, ":sha1": file.sha1,
            ":width": file.dimensions.map(|(width, _)| width),
            ":height": file.dimensions.map(|(_, height)| height),
            ":exif": file.exif.as_ref().map(serde_json::to_string).transpose()?, ":created_at": file.created_at,
        },
    )?;
    update(tx, file)
}

/// Stores everything that can change.
pub fn update(tx: &Transaction<'_>, file: &StoredFile) -> ApiResult<()> {
    tx.execute(
        "UPDATE files SET name = :name, extension = :extension, description = :description,
             source_type = :source_type, tags = :tags, is_public = :is_public, updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": file.id, ":name": file.name, ":extension": file.extension, ":description": file.description,
            ":source_type": file.source_type, ":tags": serde_json::to_string(&file.tags)?,
            ":is_public": file.is_public, ":updated_at": file.updated_at,
        },
    )?;
    Ok(())
}

/// Removes the row; the bytes are removed after the commit.
pub fn delete(tx: &Transaction<'_>, id: &str) -> ApiResult<()> {
    tx.execute("DELETE FROM files WHERE id = ?1", [id])?;
    Ok(())
}

/// Whether a document holds the file, whatever became of the document.
pub fn is_filed(tx: &Transaction<'_>, id: &str) -> ApiResult<bool> {
    let query =
        "SELECT 1 FROM kyc_documents, json_each(kyc_documents.file_ids) AS file WHERE file.value = ?1";
    Ok(tx.prepare_cached(query)?.exists([id])?)
}

/// All files, newest first.
pub fn all(tx: &Transaction<'_>) -> ApiResult<Vec<StoredFile>> {
    let mut statement = tx.prepare_cached("SELECT * FROM files ORDER BY seq DESC")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

pub fn find(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<StoredFile>> {
    Ok(tx.prepare_cached("SELECT * FROM files WHERE id = ?1")?.query_row([id], from_row).optional()?)
}

/// The file, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<StoredFile> {
    find(tx, id)?.ok_or_else(|| ApiError::not_found("file"))
}

fn from_row(row: &Row<'_>) -> Result<StoredFile> {
    let customer_id: Option<String> = row.get("customer_id")?;
    let (request_id, token_id) = (row.get("request_id")?, row.get("token_id")?);
    let width: Option<u32> = row.get("width")?;
    let height: Option<u32> = row.get("height")?;
    Ok(StoredFile {
        id: row.get("id")?,
        owner: customer_id.map(|customer_id| Owner { customer_id, request_id, token_id }),
        name: row.get("name")?,
        description: row.get("description")?,
        extension: row.get("extension")?,
        source_type: row.get("source_type")?,
        tags: rows::json(row, "tags")?,
        format: rows::word(row, "mime", |mime| Format::ALL.into_iter().find(|format| format.mime() == mime))?,
        size: row.get("size")?,
        sha1: row.get("sha1")?,
        dimensions: width.zip(height),
        exif: rows::optional_json(row, "exif")?,
        is_public: row.get("is_public")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
