//! Properties of random worlds. The laws of `support::laws` are checked after every single event in each of them.

use std::collections::BTreeSet;

use kyc_flow::{Ending, Event, Phase};
use kyc_wire::Info;
use proptest::prelude::*;

use crate::support::chance::{Move, asked, moves};
use crate::support::inspect::gathering;
use crate::support::world::World;

fn lived(requested: Vec<kyc_wire::resource::RequestedDocument>, moves: Vec<Move>) -> World {
    let mut world = World::new(requested);
    for chosen in moves {
        world.make(chosen);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_laws_hold_whatever_happens(requested in asked(), moves in moves()) {
        let world = lived(requested, moves);
        prop_assert!(serde_json::to_string(&world.journey).is_ok());
    }

    #[test]
    fn answers_that_echo_change_nothing(requested in asked(), moves in moves()) {
        let mut world = World::new(requested);
        for chosen in moves {
            world.make(chosen);
            let before = world.journey.clone();
            world.echo();
            prop_assert_eq!(&before, &world.journey);
        }
    }

    #[test]
    fn no_document_is_filed_twice_and_no_attempt_is_exceeded(requested in asked(), moves in moves()) {
        let mut world = lived(requested, moves);
        world.reaches_an_end();
        let mut seen = BTreeSet::new();
        for document in &world.server.filed {
            prop_assert!(seen.insert(document.file_ids.clone()), "filed twice: {:?}", document.file_ids);
        }
        let request = world.server.request(world.now);
        for slot in request.ledger().slots() {
            prop_assert!(slot.max_attempts == 0 || slot.attempts() <= slot.max_attempts);
        }
    }

    #[test]
    fn every_state_reaches_an_end_in_a_fair_world(requested in asked(), moves in moves()) {
        let mut world = lived(requested, moves);
        prop_assert!(world.reaches_an_end(), "stuck: {}", world.shown());
        prop_assert!(world.files.is_empty() || !world.answers.is_empty());
    }

    #[test]
    fn the_customer_can_go_back_from_everywhere(requested in asked(), moves in moves()) {
        let mut world = lived(requested, moves);
        if gathering(&world.journey).is_some() {
            world.send(Event::BackPressed);
            world.send(Event::BackConfirmed);
            let Phase::Ended(ended) = &world.journey.phase else { panic!("stayed at {}", world.shown()) };
            prop_assert_eq!((ended.info, ended.ending), (Info::Back, Ending::Back));
        }
    }
}
