//! Corners that a finger, a bug or a message has put anywhere.

use arbitrary::{Result, Unstructured};
use kyc_vision::{
    Frame, Luma, Pose, Question, Target, analyze, content, exposure_in, flattening, focus, glare,
    straight_size, surroundings,
};

use crate::numbers::{float, quad};

/// Holds the laws of straightening and cropping.
pub fn hold(data: &[u8]) {
    let _ = figure(&mut Unstructured::new(data));
}

fn figure(u: &mut Unstructured<'_>) -> Result<()> {
    let (quad, target, edge) = (quad(u)?, *u.choose(&Target::ALL)?, u.arbitrary::<u16>()?);
    let (width, height) = straight_size(&quad, target, edge.into());
    let most = u32::from(edge.max(1));
    assert!((1..=most).contains(&width) && (1..=most).contains(&height), "{width} x {height} of {quad:?}");

    let (wide, tall) = (float(u)?, float(u)?);
    if let Some(map) = flattening(&quad, wide, tall) {
        assert!(quad.is_convex() && wide > 0.0 && tall > 0.0, "{quad:?}");
        assert!(map.iter().flatten().all(|value| value.is_finite()), "{map:?}");
    }

    let (wide, tall) = (f32::from(u.arbitrary::<u16>()?), f32::from(u.arbitrary::<u16>()?));
    let pose = Pose::of(&quad, wide, tall, target.proportion());
    let is_in_sight = quad.0.iter().all(|corner| corner.x.abs() < 1e5 && corner.y.abs() < 1e5);
    if is_in_sight {
        assert!((0.0..=90.0).contains(&pose.tilt) && pose.turn.abs() <= 45.0, "{pose:?} of {quad:?}");
        assert!(pose.fill >= 0.0 && pose.proportion >= 1.0 && pose.skew >= 0.0, "{pose:?} of {quad:?}");
    }
    let part = surroundings(&quad, wide, tall);
    assert!(
        part.x >= 0.0 && part.y >= 0.0 && part.width >= 0.0 && part.height >= 0.0,
        "{part:?} of {quad:?}"
    );
    assert!(
        part.x + part.width <= wide * 1.000_01 && part.y + part.height <= tall * 1.000_01,
        "{part:?} of {quad:?}"
    );

    let pixels: Vec<u8> = (0..32 * 24_u32).map(|at| (at * 37 % 251) as u8).collect();
    let luma = Luma::new(&pixels, 32, 24).expect("the size");
    let shares =
        [content(&luma, Some(&quad)), focus(&luma, Some(&quad)).sharpness, glare(&luma, Some(&quad)).share];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?} of {quad:?}");
    assert!(exposure_in(&luma, Some(&quad)).mean.is_finite());
    // The hash of another side may be anything.
    let question = Question { previous: Some(u.arbitrary()?), ..Question::about(target) };
    assert_eq!(analyze(&Frame::Luma(luma), &question).width, 32);
    Ok(())
}
