//! What a file says of itself: its format by content, the size of its picture, its EXIF data. Everything is read from
//! the head of the file on disk; nothing is decoded.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

use exif::{Exif, In, Rational, SRational, Value as Entry};
use imagesize::ImageType;
use serde_json::{Map, Value};

use crate::record::Format;

/// How far the format is looked for; readers of PDF tolerate that much before its header.
const HEAD: u64 = 1024;
/// EXIF data stands near the start, in a JPEG within 64 KiB of its own.
const EXIF_WITHIN: u64 = 256 * 1024;
const MAX_ENTRIES: usize = 100;
const MAX_VALUES: usize = 16;
const MAX_CHARS: usize = 255;

/// What was found.
#[derive(Debug)]
pub struct Findings {
    pub format: Format,
    /// Width and height as encoded: a rotation noted in the EXIF data is not applied.
    pub dimensions: Option<(u32, u32)>,
    pub exif: Option<Map<String, Value>>,
}

/// Reads the head of the file; `None` when it is of no permitted format.
pub fn inspect(mut file: &File) -> io::Result<Option<Findings>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    let Some(format) = Format::sniff(&head) else { return Ok(None) };
    let findings = Findings { format, dimensions: dimensions(file, format)?, exif: exif_data(file, format)? };
    Ok(Some(findings))
}

fn dimensions(mut file: &File, format: Format) -> io::Result<Option<(u32, u32)>> {
    let kind = match format {
        Format::Jpeg => ImageType::Jpeg,
        Format::Png => ImageType::Png,
        Format::Pdf => return Ok(None),
    };
    file.seek(SeekFrom::Start(0))?;
    let size = kind.reader_size(&mut BufReader::new(file)).ok();
    let size = size.and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?)));
    Ok(size.filter(|(width, height)| *width > 0 && *height > 0))
}

fn exif_data(mut file: &File, format: Format) -> io::Result<Option<Map<String, Value>>> {
    if format == Format::Pdf {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(EXIF_WITHIN).read_to_end(&mut head)?;
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(head)).ok();
    Ok(exif.map(|exif| entries(&exif)).filter(|entries| !entries.is_empty()))
}

/// The entries about the picture itself, by their standard names; binary ones and those of the thumbnail are left out.
fn entries(exif: &Exif) -> Map<String, Value> {
    let known =
        exif.fields().filter(|field| field.ifd_num == In::PRIMARY && field.tag.description().is_some());
    let readable = known.filter_map(|field| Some((field.tag.to_string(), to_json(&field.value)?)));
    readable.take(MAX_ENTRIES).collect()
}

fn to_json(value: &Entry) -> Option<Value> {
    match value {
        Entry::Ascii(texts) => text(texts),
        Entry::Byte(list) => numbers(list, |it| Some((*it).into())),
        Entry::Short(list) => numbers(list, |it| Some((*it).into())),
        Entry::Long(list) => numbers(list, |it| Some((*it).into())),
        Entry::SByte(list) => numbers(list, |it| Some((*it).into())),
        Entry::SShort(list) => numbers(list, |it| Some((*it).into())),
        Entry::SLong(list) => numbers(list, |it| Some((*it).into())),
        Entry::Rational(list) => numbers(list, |it: &Rational| finite(it.to_f64())),
        Entry::SRational(list) => numbers(list, |it: &SRational| finite(it.to_f64())),
        Entry::Float(list) => numbers(list, |it| finite(f64::from(*it))),
        Entry::Double(list) => numbers(list, |it| finite(*it)),
        Entry::Undefined(..) | Entry::Unknown(..) => None,
    }
}

fn text(parts: &[Vec<u8>]) -> Option<Value> {
    let joined = parts.join(&b' ');
    let text: String =
        String::from_utf8_lossy(&joined).chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

/// One number as such, a few as a list; more are no reading matter. One over zero counts as nothing.
fn numbers<T>(list: &[T], read: impl Fn(&T) -> Option<Value>) -> Option<Value> {
    match list {
        [one] => read(one),
        [] => None,
        some if some.len() <= MAX_VALUES => {
            some.iter().map(read).collect::<Option<Vec<_>>>().map(Value::from)
        }
        _ => None,
    }
}

fn finite(number: f64) -> Option<Value> {
    serde_json::Number::from_f64(number).map(Value::Number)
}
