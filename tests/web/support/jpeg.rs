//! What a JPEG says of itself.

/// Everything before its first scan: whatever describes a picture stands there, and in the picture itself any three letters
/// come up by chance. Nothing follows its end.
pub fn described(jpeg: &[u8]) -> &[u8] {
    assert!(jpeg.starts_with(&[0xff, 0xd8, 0xff]) && jpeg.ends_with(&[0xff, 0xd9]), "a whole JPEG");
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).expect("a scan");
    &jpeg[..scan]
}

/// Whether a word stands in it.
pub fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}
