//! `kill -9` at random moments under load, again and again on the same data: whatever was acknowledged is there, and
//! nothing is half-done. `KYC_CRASH_SEED` repeats the choices of a run, though not the scheduling of its threads.

mod actor;
mod dice;
mod ledger;
mod outbox;
mod promise;
mod residue;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::program::Program;
use dice::Dice;
use ledger::Ledger;
use promise::Reader;

const ROUNDS: u64 = 6;
const CUSTOMERS: u64 = 8;
const MERCHANTS: u64 = 3;
/// A round's kill comes after so many acknowledgements at most, and after this time in any case.
const MOST_ACKNOWLEDGED: u64 = 60;
const LONGEST_ROUND: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_program_is_killed_at_random_moments() {
    let seed = dice::seed();
    eprintln!("KYC_CRASH_SEED={seed}");
    let mut dice = Dice::new(seed);
    let data = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::default());
    let mut program = Program::start_bare(data.path());
    let subscriber = outbox::subscribe(&program).await;
    for round in 0..ROUNDS {
        let actors = set_to_work(&program, &ledger, seed ^ (round << 32));
        kill_in_the_middle(&mut program, &ledger, &mut dice).await;
        // Each ends with the first call that fails.
        actors.join_all().await;
        program = Program::start_bare(data.path());
        residue::assert_none(data.path());
        let reader = Reader::new(&program);
        let promises = ledger.promises();
        for promise in &promises {
            if let Err(complaint) = promise.check(&reader).await {
                panic!("seed {seed}, round {round}: {promise:?}: {complaint}");
            }
        }
        eprintln!("round {round}: {} promises kept", promises.len());
    }
    outbox::assert_all_told(&program, &subscriber).await;
    assert!(ledger.promises().len() > 50, "too little was done to prove anything");
}

fn set_to_work(program: &Program, ledger: &Arc<Ledger>, seed: u64) -> JoinSet<()> {
    let mut actors = JoinSet::new();
    for number in 0..CUSTOMERS {
        actors.spawn(actor::customer(
            program.url.clone(),
            Arc::clone(ledger),
            Dice::new(seed ^ (number + 1)),
        ));
    }
    for number in 0..MERCHANTS {
        let dice = Dice::new(seed ^ (number + 1_000));
        actors.spawn(actor::merchant(program.url.clone(), Arc::clone(ledger), dice));
    }
    actors
}

/// The other calls are somewhere between their first byte and their answer when the counted one is acknowledged.
async fn kill_in_the_middle(program: &mut Program, ledger: &Ledger, dice: &mut Dice) {
    let target = ledger.count() + 1 + dice.below(MOST_ACKNOWLEDGED);
    let nap = Duration::from_micros(dice.below(20_000));
    let deadline = Instant::now() + LONGEST_ROUND;
    let _ = tokio::time::timeout(deadline - Instant::now(), ledger.reaches(target)).await;
    tokio::time::sleep(nap).await;
    program.kill();
}
