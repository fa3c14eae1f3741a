//! What a killed program must not leave to the next one: a broken database, a row without its file or a file without
//! its row, a document without its parts.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// To be called when the program has been started again.
pub fn assert_none(data: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(data.join("sandbox.sqlite"), flags).unwrap();
    assert_eq!(texts(&database, "PRAGMA integrity_check"), BTreeSet::from(["ok".to_owned()]));
    assert_eq!(texts(&database, "SELECT \"table\" FROM pragma_foreign_key_check"), BTreeSet::new());

    let entries = std::fs::read_dir(data.join("files")).unwrap();
    let on_disk = entries.map(|entry| {
        let entry = entry.unwrap();
        format!("{} {}", entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len())
    });
    assert_eq!(on_disk.collect::<BTreeSet<_>>(), texts(&database, "SELECT id || ' ' || size FROM files"));

    let orphans =
        "SELECT kyc_documents.id || ' ' || part.value FROM kyc_documents, json_each(file_ids) AS part
         WHERE part.value NOT IN (SELECT id FROM files)";
    assert_eq!(texts(&database, orphans), BTreeSet::new());
}

fn texts(database: &Connection, query: &str) -> BTreeSet<String> {
    let mut statement = database.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
