//! An oval over a picture that covers its stage: everything around it is veiled, and its edge fills while somebody comes
//! into it. Lines are drawn in the picture's own pixels, so that they lie on it whatever the stage's shape.

use web_sys::Element;

use super::el::{Node, el};
use super::flat::{number, set};

/// An oval.
pub struct Oval {
    /// Left and upper edge, width and height, in pixels of the picture.
    pub place: [f64; 4],
    /// Width and height of the picture.
    pub size: (f64, f64),
    /// How much of the edge is filled, 0 to 100.
    pub percent: u8,
    /// What the edge tells, for those who do not see it.
    pub name: String,
}

/// Draws it. The parts of the edge fill from the top on both sides, so that it looks the same in a mirror.
#[must_use]
pub fn oval(oval: Oval) -> Node {
    let Oval { place, size, percent, name } = oval;
    let [left, top, width, height] = place;
    let (x, wide, high) = (left + width / 2.0, width / 2.0, height / 2.0);
    let side = |sweep| arc((x, top), (wide, high), sweep, top + height);
    let both = [side(" 1 "), side(" 0 ")].concat();
    let round =
        [side(" 1 "), " A".to_owned(), numbers(&[wide, high]), " 0 0 1 ".to_owned(), numbers(&[x, top])];
    let far = numbers(&[-10.0 * size.0, -10.0 * size.1]);
    let veil = ["M", &far, "h99999v99999h-99999z ", &round.concat(), "z"].concat();
    let done = half_round(wide, high) * f64::from(percent.min(100)) / 100.0;
    let edge = |class, dashes: Option<String>| {
        let path = el("path", class).attr("d", both.clone()).attr("stroke-width", number(width * 0.025));
        dashes.into_iter().fold(path, |path, dashes| path.attr("stroke-dasharray", dashes))
    };
    el("svg", "kyc-oval")
        .attr("viewBox", ["0 0 ", &numbers(&[size.0, size.1])].concat())
        .attr("preserveAspectRatio", "xMidYMid slice")
        .attr("role", "progressbar")
        .attr("aria-label", name)
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", "100")
        .attr("aria-valuenow", percent.to_string())
        .child(el("path", "kyc-oval__veil").attr("d", veil).attr("fill-rule", "evenodd"))
        .child(edge("kyc-oval__edge", None))
        .child(edge("kyc-oval__done", Some(numbers(&[done, 2.0 * half_round(wide, high)]))))
        .node()
}

/// Gives `stage` the proportions of the picture that covers it.
pub fn shape(stage: &Element, (wide, high): (f64, f64)) {
    set(stage, "aspect-ratio", &[number(wide), number(high)].join(" / "));
}

fn arc((x, top): (f64, f64), (wide, high): (f64, f64), sweep: &str, bottom: f64) -> String {
    let start = numbers(&[x, top]);
    ["M", &start, "A", &numbers(&[wide, high]), " 0 0", sweep, &numbers(&[x, bottom])].concat()
}

fn numbers(values: &[f64]) -> String {
    values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(" ")
}

/// Half the way round, by Ramanujan's first formula.
fn half_round(wide: f64, high: f64) -> f64 {
    let root = ((3.0 * wide + high) * (wide + 3.0 * high)).sqrt();
    std::f64::consts::FRAC_PI_2 * (3.0 * (wide + high) - root)
}
