//! axe-core finds nothing and nothing is wider than the page, on each screen that the journeys reach.

use kyc_e2e::{Inspection, Look, Page, World};

use crate::screenshots::{dead_ends, every_screen};

fn walk_everywhere(look: Look) {
    let world = World::start();
    let page: Page = world.browser(look.inspected(Inspection::Accessible));
    every_screen(&world, &page);
    dead_ends(&world, &page);
}

#[test]
fn axe_is_content_with_every_screen_on_a_phone() {
    walk_everywhere(Look::phone());
}

#[test]
fn axe_is_content_with_every_screen_in_the_dark() {
    walk_everywhere(Look::desktop().dark());
}

#[test]
fn axe_is_content_with_every_screen_in_arabic() {
    walk_everywhere(Look::phone().in_language("ar"));
}

fn walk_narrowly(language: &'static str) {
    let world = World::start();
    let page = world.browser(Look::narrow().in_language(language).inspected(Inspection::Narrow));
    every_screen(&world, &page);
    dead_ends(&world, &page);
}

// Spanish has the longest words of the three languages.
#[test]
fn nothing_is_wider_than_320_pixels_in_spanish() {
    walk_narrowly("es");
}

#[test]
fn nothing_is_wider_than_320_pixels_in_arabic() {
    walk_narrowly("ar");
}
