//! Whatever is seen, and whatever the clock says: the guide never takes a picture twice, nor without the wait.

use arbitrary::{Result, Unstructured};
use kyc_vision::{
    Advice, Analysis, Area, DocumentView, Exposure, Face, Finding, FindingCode, GRACE_MS, Guide, HOLD_MS,
    Hint, PictureSide, Target,
};

use crate::numbers::{float, maybe, quad, several};

/// Holds the laws against a random life of one guide.
pub fn hold(data: &[u8]) {
    let _ = life(&mut Unstructured::new(data));
}

/// What the laws need to know of what was.
struct Past {
    is_automatic: bool,
    /// Since the guide was made or begun anew.
    has_shot: bool,
    /// When the wait may have begun at the earliest: the clock when somebody last interfered or looked backwards.
    since: Option<f64>,
    now: f64,
}

fn life(u: &mut Unstructured<'_>) -> Result<()> {
    let target = *u.choose(&Target::ALL)?;
    let is_automatic = u.arbitrary()?;
    let mut guide = Guide::new(target, is_automatic);
    let mut past = Past { is_automatic, has_shot: false, since: None, now: 0.0 };
    while !u.is_empty() {
        match u.arbitrary::<u8>()? {
            0 => {
                guide.restart();
                (past.has_shot, past.since) = (false, None);
            }
            1 => {
                past.is_automatic = u.arbitrary()?;
                guide.set_automatic(past.is_automatic);
                past.since = None;
            }
            _ => {
                let now = clock(u, past.now)?;
                let analysis = analysis(u)?;
                let advice = guide.observe(now, &analysis);
                judge(&mut past, now, target, &analysis, &advice);
            }
        }
    }
    Ok(())
}

fn judge(past: &mut Past, now: f64, target: Target, analysis: &Analysis, advice: &Advice) {
    if !now.is_finite() || now < past.now {
        past.since = None;
    }
    past.now = now;
    if now.is_finite() {
        past.since.get_or_insert(now);
    }
    assert!((0.0..=1.0).contains(&advice.progress), "progress {}", advice.progress);
    assert!(past.is_automatic || advice.progress == 0.0, "a wait nobody wants");
    assert!(advice.rating >= 0.0 && (advice.rating == 0.0 || analysis.findings.is_empty()), "{advice:?}");
    assert!(advice.hint.concerns(target), "{advice:?}");
    if !advice.is_shot {
        return;
    }
    assert!(past.is_automatic && !past.has_shot, "a second shot, or one nobody wants");
    let waited = past.since.map_or(0.0, |since| now - since);
    assert!(waited >= HOLD_MS, "taken after {waited} ms");
    assert_eq!(advice.hint, Hint::Good);
    let wrong = analysis.findings.iter().find(|finding| Hint::against(finding.code).concerns(target));
    assert!(wrong.is_none(), "taken in spite of {wrong:?}");
    let corners = advice.outline.iter().flat_map(|quad| quad.0);
    assert!(corners.into_iter().all(|corner| corner.x.is_finite() && corner.y.is_finite()), "{advice:?}");
    past.has_shot = true;
}

fn clock(u: &mut Unstructured<'_>, now: f64) -> Result<f64> {
    Ok(match u.arbitrary::<u8>()? {
        0 => u.arbitrary()?,
        1 => *u.choose(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 0.0])?,
        2 => now - GRACE_MS,
        step => now + f64::from(step),
    })
}

fn analysis(u: &mut Unstructured<'_>) -> Result<Analysis> {
    // Mostly the same good look, else nothing would ever be taken.
    let is_good = u.arbitrary::<u8>()? > 32;
    let view = match u.int_in_range(0..=7)? {
        0 => DocumentView::NotFound,
        1 => DocumentView::Cut { sides: vec![*u.choose(&SIDES)?], confidence: float(u)? },
        2 => DocumentView::Whole { quad: quad(u)?, confidence: float(u)? },
        _ => DocumentView::Whole { quad: kyc_vision::Quad::default(), confidence: 1.0 },
    };
    let face = |u: &mut Unstructured<'_>| {
        let (x, y, width, height) = if is_good { (9, 9, 99, 99) } else { u.arbitrary()? };
        Ok(Face { x, y, width, height, score: 1.0 })
    };
    Ok(Analysis {
        width: if is_good { 640 } else { u.arbitrary()? },
        height: if is_good { 480 } else { u.arbitrary()? },
        view,
        sharpness: u.int_in_range(0..=8)? as f32 / 8.0,
        glare: 0.0,
        exposure: Exposure::default(),
        hash: 0,
        faces: several(u, 2, face)?,
        findings: if is_good { Vec::new() } else { several(u, 2, finding)? },
    })
}

const SIDES: [PictureSide; 4] =
    [PictureSide::Top, PictureSide::Right, PictureSide::Bottom, PictureSide::Left];

/// Any finding.
pub fn finding(u: &mut Unstructured<'_>) -> Result<Finding> {
    let (code, value, threshold) = (*u.choose(&FindingCode::ALL)?, float(u)?, float(u)?);
    let place = maybe(u, |u| Ok(Area { x: float(u)?, y: float(u)?, width: float(u)?, height: float(u)? }))?;
    Ok(Finding { code, value, threshold, place })
}
