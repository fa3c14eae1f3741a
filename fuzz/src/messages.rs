//! What the page and the vision module tell each other: whatever is written reads the same, and whatever does not read is
//! ignored.

use std::fmt::Debug;

use arbitrary::{Result, Unstructured};
use kyc_vision::{Advice, Face, Hint, Oval, PictureSide, Point, Target};
use kyc_worker::{Answer, Ask, Guidance, Look, Skills, VERSION, What};

use crate::guide::finding;
use crate::numbers::{float, maybe, quad, several};

/// Holds the laws of both directions.
pub fn hold(data: &[u8]) {
    let _ = messages(&mut Unstructured::new(data));
}

fn messages(u: &mut Unstructured<'_>) -> Result<()> {
    match u.arbitrary::<u8>()? % 3 {
        0 => foreign(&numbers(u)?),
        1 => own(&ask(u)?, Ask::encode, Ask::decode),
        _ => {
            let answer = answer(u)?;
            own(&answer, Answer::encode, Answer::decode);
            crowd(answer);
        }
    }
    Ok(())
}

/// Of a list beyond all sense the first items are kept: an answer that does not read would be none.
fn crowd(answer: Answer) {
    let Answer::Seen { id, look: Some(mut look) } = answer else { return };
    let Some(finding) = look.findings.first().copied().filter(is_plain) else { return };
    look.findings = vec![finding; 100];
    let Some(Answer::Seen { look: Some(read), .. }) =
        Answer::decode(&Answer::Seen { id, look: Some(look) }.encode())
    else {
        panic!("a hundred findings do not read")
    };
    assert!(read.findings.len() > 9 && read.findings.iter().all(|one| *one == finding), "{read:?}");
}

/// What comes from elsewhere, once it was read, is as good as our own.
fn foreign(numbers: &[f64]) {
    fn read<T: PartialEq + Debug>(
        value: Option<T>,
        encode: fn(&T) -> Vec<f64>,
        decode: fn(&[f64]) -> Option<T>,
    ) {
        let Some(value) = value else { return };
        assert!(is_plain(&value), "read {value:?}");
        own(&value, encode, decode);
    }
    read(What::decode(numbers), What::encode, What::decode);
    read(Ask::decode(numbers), Ask::encode, Ask::decode);
    read(Answer::decode(numbers), Answer::encode, Answer::decode);
}

/// What we write reads, and nothing more or less than it. It reads as what was written, but for what is no number.
fn own<T: PartialEq + Debug>(value: &T, encode: fn(&T) -> Vec<f64>, decode: fn(&[f64]) -> Option<T>) {
    let numbers = encode(value);
    assert!(numbers.iter().all(|number| number.is_finite()), "{numbers:?}");
    let read = decode(&numbers).unwrap_or_else(|| panic!("does not read: {value:?}"));
    assert!(!is_plain(value) || read == *value, "{value:?} reads as {read:?}");
    assert!(is_plain(&read), "read {read:?}");
    let Some((last, rest)) = numbers.split_last() else { panic!("an empty message") };
    assert!(decode(rest).is_none(), "without {last} it still reads");
    assert!(decode(&[&numbers[..], &[0.0]].concat()).is_none(), "with something behind it still reads");
}

fn is_plain(value: &impl Debug) -> bool {
    let words = format!("{value:?}");
    !words.contains("NaN") && !words.contains("inf")
}

fn numbers(u: &mut Unstructured<'_>) -> Result<Vec<f64>> {
    let mut numbers = vec![f64::from(VERSION)];
    while !u.is_empty() {
        numbers.push(match u.arbitrary::<u8>()? {
            0 => u.arbitrary()?,
            1 => *u.choose(&[f64::NAN, f64::INFINITY, -1.0, 0.5, f64::from(u32::MAX), f64::MAX, 65.0])?,
            small => f64::from(small % 20),
        });
    }
    Ok(numbers)
}

/// Any question.
pub(crate) fn ask(u: &mut Unstructured<'_>) -> Result<Ask> {
    Ok(Ask {
        id: u.arbitrary()?,
        watch: u.arbitrary()?,
        now: u.arbitrary()?,
        edge: u.arbitrary()?,
        source: u.arbitrary()?,
        oval: maybe(u, |u| {
            Ok(Oval { centre: Point::new(float(u)?, float(u)?), width: float(u)?, height: float(u)? })
        })?,
        what: What {
            target: *u.choose(&Target::ALL)?,
            previous: u.arbitrary()?,
            guidance: *u.choose(&[Guidance::None, Guidance::Hints, Guidance::Shutter])?,
            is_from_viewfinder: u.arbitrary()?,
        },
    })
}

fn answer(u: &mut Unstructured<'_>) -> Result<Answer> {
    if u.arbitrary()? {
        return Ok(Answer::Ready(Skills { draws: u.arbitrary()?, is_wide: u.arbitrary()? }));
    }
    let id = u.arbitrary::<u32>()?.max(1);
    Ok(Answer::Seen { id, look: maybe(u, look)? })
}

fn look(u: &mut Unstructured<'_>) -> Result<Look> {
    let sides = [PictureSide::Top, PictureSide::Right, PictureSide::Bottom, PictureSide::Left];
    let outline = maybe(u, quad)?;
    let face = |u: &mut Unstructured<'_>| {
        let (x, y, width, height) = u.arbitrary()?;
        Ok(Face { x, y, width, height, score: float(u)? })
    };
    let advice = |u: &mut Unstructured<'_>| {
        let (hint, progress, rating) = (*u.choose(&Hint::ALL)?, float(u)?, float(u)?);
        Ok(Advice { hint, outline, progress, is_shot: u.arbitrary()?, rating, is_stuck: u.arbitrary()? })
    };
    Ok(Look {
        width: u.arbitrary()?,
        height: u.arbitrary()?,
        quad: outline,
        cut: several(u, 4, |u| Ok(*u.choose(&sides)?))?,
        confidence: float(u)?,
        sharpness: float(u)?,
        glare: float(u)?,
        hash: u.arbitrary()?,
        faces: maybe(u, |u| several(u, 64, face))?,
        findings: several(u, 64, finding)?,
        advice: maybe(u, advice)?,
        millis: float(u)?,
    })
}
