//! Tags, and which documents carry them.

use rusqlite::{OptionalExtension, Result, Row, Transaction};

use crate::problem::{ApiError, ApiResult};
use crate::record::Tag;

pub fn insert(tx: &Transaction<'_>, tag: &Tag) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO tags (id, name, tag_type, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (&tag.id, &tag.name, &tag.tag_type, tag.created_at, tag.updated_at),
    )?;
    Ok(())
}

pub fn update(tx: &Transaction<'_>, tag: &Tag) -> ApiResult<()> {
    let query = "UPDATE tags SET name = ?2, updated_at = ?3 WHERE id = ?1";
    tx.execute(query, (&tag.id, &tag.name, tag.updated_at))?;
    Ok(())
}

/// Forgets the tag; whatever carried it no longer does.
pub fn delete(tx: &Transaction<'_>, id: &str) -> ApiResult<()> {
    tx.execute("DELETE FROM tags WHERE id = ?1", [id])?;
    Ok(())
}

/// All tags, newest first.
pub fn all(tx: &Transaction<'_>) -> ApiResult<Vec<Tag>> {
    let mut statement = tx.prepare_cached("SELECT * FROM tags ORDER BY seq DESC")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

/// The tag of this name for this type.
pub fn find(tx: &Transaction<'_>, name: &str, tag_type: &str) -> ApiResult<Option<Tag>> {
    let query = "SELECT * FROM tags WHERE name = ?1 AND tag_type = ?2";
    Ok(tx.query_row(query, [name, tag_type], from_row).optional()?)
}

/// The tag of this id or name, or 404. A name that several types have means the one for documents.
pub fn load(tx: &Transaction<'_>, id_or_name: &str) -> ApiResult<Tag> {
    let query =
        "SELECT * FROM tags WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC, tag_type = 'kyc-document' DESC";
    let found = tx.query_row(query, [id_or_name], from_row).optional()?;
    found.ok_or_else(|| ApiError::not_found("tag"))
}

/// Puts the tag on the document; false when it carried it already.
pub fn put_on(tx: &Transaction<'_>, tag: &Tag, document_id: &str) -> ApiResult<bool> {
    let query = "INSERT OR IGNORE INTO kyc_document_tags (document_id, tag_id) VALUES (?1, ?2)";
    Ok(tx.execute(query, [document_id, &tag.id])? > 0)
}

/// Takes the tag off; false when the document did not carry it.
pub fn take_off(tx: &Transaction<'_>, tag: &Tag, document_id: &str) -> ApiResult<bool> {
    let query = "DELETE FROM kyc_document_tags WHERE document_id = ?1 AND tag_id = ?2";
    Ok(tx.execute(query, [document_id, &tag.id])? > 0)
}

fn from_row(row: &Row<'_>) -> Result<Tag> {
    Ok(Tag {
        id: row.get("id")?,
        name: row.get("name")?,
        tag_type: row.get("tag_type")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
