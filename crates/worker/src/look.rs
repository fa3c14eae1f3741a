//! What was seen in a picture, as the page gets it.

use kyc_vision::{Advice, Analysis, DocumentView, Face, Finding, FindingCode, Hint, PictureSide, Quad};

use crate::numbers::{Reader, Writer};

/// What was seen in a picture. Places are in pixels of the picture as it was asked about, see [`crate::Ask::source`].
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Width of the picture.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
    /// The corners of a document that is wholly in view.
    pub quad: Option<Quad>,
    /// The sides of the picture beyond which a document goes; empty when none is seen to.
    pub cut: Vec<PictureSide>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// See [`Analysis::sharpness`].
    pub sharpness: f32,
    /// See [`Analysis::glare`].
    pub glare: f32,
    /// Perceptual hash, see [`kyc_vision::dhash`].
    pub hash: u64,
    /// Faces, largest first; `None` where nobody looked for them.
    pub faces: Option<Vec<Face>>,
    /// What is wrong, the most important first; empty means good.
    pub findings: Vec<Finding>,
    /// What to tell the customer, if advice was wanted. The outline is [`Look::quad`].
    pub advice: Option<Advice>,
    /// How long looking took, in milliseconds.
    pub millis: f32,
}

const SIDES: [PictureSide; 4] =
    [PictureSide::Top, PictureSide::Right, PictureSide::Bottom, PictureSide::Left];

impl Look {
    /// What `analysis` says, brought to a picture of `width` and `height`.
    #[must_use]
    pub fn of(
        analysis: &Analysis,
        (width, height): (u32, u32),
        has_searched_faces: bool,
        millis: f32,
    ) -> Self {
        let factor = width as f32 / analysis.width.max(1) as f32;
        let (quad, cut, confidence) = match &analysis.view {
            DocumentView::Whole { quad, confidence, .. } => {
                (Some(quad.scaled(factor)), Vec::new(), *confidence)
            }
            DocumentView::Cut { sides, confidence, .. } => (None, sides.clone(), *confidence),
            DocumentView::NotFound => (None, Vec::new(), 0.0),
        };
        let faces = || analysis.faces.iter().map(|face| face.scaled(factor)).collect();
        Self {
            width,
            height,
            quad,
            cut,
            confidence,
            sharpness: analysis.sharpness,
            glare: analysis.glare,
            hash: analysis.hash,
            faces: has_searched_faces.then(faces),
            findings: analysis.findings.iter().map(|finding| finding.scaled(factor)).collect(),
            advice: None,
            millis,
        }
    }

    /// Whether nothing is wrong with the picture.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.size((self.width, self.height));
        to.option(self.quad, |to, quad| quad.0.iter().for_each(|corner| to.point(*corner)));
        to.list(&self.cut, |to, side| to.number(*side as u8));
        for value in [self.confidence, self.sharpness, self.glare, self.millis] {
            to.number(value);
        }
        to.hash(self.hash);
        to.option(self.faces.as_ref(), |to, faces| to.list(faces, write_face));
        to.list(&self.findings, write_finding);
        to.option(self.advice.as_ref(), |to, advice| write_advice(to, advice));
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Self {
        let (width, height) = from.size();
        let quad = from.option(|from| Quad([from.point(), from.point(), from.point(), from.point()]));
        let cut = from.list(|from| {
            let side = SIDES.get(from.whole() as usize).copied();
            from.expect(side)
        });
        let [confidence, sharpness, glare, millis] =
            [from.single(), from.single(), from.single(), from.single()];
        let hash = from.hash();
        let faces = from.option(|from| from.list(read_face));
        let findings = from.list(read_finding);
        let cut = cut.into_iter().flatten().collect();
        // What a newer module may find and this app has no words for is left out.
        let findings = findings.into_iter().flatten().collect();
        let advice = from.option(|from| read_advice(from, quad)).flatten();
        Self { width, height, quad, cut, confidence, sharpness, glare, hash, faces, findings, advice, millis }
    }
}

fn write_advice(to: &mut Writer, advice: &Advice) {
    to.number(Hint::ALL.iter().position(|hint| *hint == advice.hint).unwrap_or_default() as u32);
    to.number(advice.progress);
    to.number(advice.rating);
    to.number(advice.is_shot);
    to.number(advice.is_stuck);
}

fn read_advice(from: &mut Reader<'_>, outline: Option<Quad>) -> Option<Advice> {
    let hint = Hint::ALL.get(from.whole() as usize).copied();
    let (progress, rating) = (from.single(), from.single());
    let (is_shot, is_stuck) = (from.whole() == 1, from.whole() == 1);
    from.expect(hint).map(|hint| Advice { hint, outline, progress, is_shot, rating, is_stuck })
}

fn write_face(to: &mut Writer, face: &Face) {
    to.size((face.x, face.y));
    to.size((face.width, face.height));
    to.number(face.score);
}

fn read_face(from: &mut Reader<'_>) -> Face {
    let ((x, y), (width, height)) = (from.size(), from.size());
    Face { x, y, width, height, score: from.single() }
}

fn write_finding(to: &mut Writer, finding: &Finding) {
    to.number(finding.code as u8);
    to.number(finding.value);
    to.number(finding.threshold);
    to.option(finding.place, |to, place| to.area(*place));
}

fn read_finding(from: &mut Reader<'_>) -> Option<Finding> {
    let code = FindingCode::ALL.get(from.whole() as usize).copied();
    let (value, threshold) = (from.single(), from.single());
    let place = from.option(Reader::area);
    code.map(|code| Finding { code, value, threshold, place })
}
