//! Fits the weights by which `kyc-vision` knows a document among the lines and four-sided figures in a picture, and measures what
//! they are worth. Half an hour on two cores, and 8 GB of disk for the drawn scenes:
//!
//! ```text
//! cargo build --release -p kyc-scenes --example fit; mkdir -p target/fit; fit=target/release/examples/fit
//! $fit gather lines target/fit/lines target/fit/drawn 1000000 3000      # draws scenes, notes what is seen of every line
//! $fit train lines target/fit/lines.txt target/fit/lines                # the weights of crates/vision/src/view/promise.rs
//! # put them there and build again, then the same with
//! $fit gather glance target/fit/glance target/fit/drawn 1000000 3000    # figures at first sight: view/glance.rs
//! # and again with
//! $fit gather figures target/fit/figures target/fit/drawn 1000000 12000
//! $fit train figures crates/vision/src/view/weights.rs target/fit/figures
//! # and build again: what is measured are the weights compiled in
//! $fit measure 2000000 800 target/fit/drawn
//! ```
//!
//! After a change of the numbers about figures (`view/features.rs`) only the last part is needed. `measure` takes `grey` as a fourth
//! argument to hand over brightness only, as live frames do, and a folder as a fifth, into which scenes are written that were
//! judged wrong: the truth in green, what was claimed in red or yellow. `FIT_HIDDEN` and `FIT_ROUNDS` set the size of the
//! perceptron and how long it is fitted.
//!
//! Without the folder of drawn scenes they are drawn anew each time. From 1,010,000 to 1,019,999 there is more of what is hard to tell
//! apart: tables, cut and small documents.
//!
//! Seeds: 1,000,000 and up to fit, 2,000,000 and up to tune what the code around the weights does. All others are left for proof.

mod drawn;
mod gather;
mod marks;
mod measure;
mod net;
mod train;
mod truth;

use std::path::Path;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["gather", stage, out, drawn, first, count] => {
            gather::gather(Stage::of(stage)?, Path::new(out), Path::new(drawn), seeds(first, count)?)
        }
        ["train", stage, out, ref numbers @ ..] if !numbers.is_empty() => {
            train::train(Stage::of(stage)?, Path::new(out), numbers)
        }
        ["measure", first, count, drawn, ref how @ ..] => {
            let misses = how.get(1).map(Path::new);
            measure::measure(Path::new(drawn), seeds(first, count)?, how.first() == Some(&"grey"), misses)
        }
        _ => Err("see the head of crates/scenes/examples/fit/main.rs".into()),
    }
}

/// What is fitted, in this order, each with the scenes gathered anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Which lines are kept.
    Lines,
    /// Which figures are looked at closely.
    Glance,
    /// Which figure is the document.
    Figures,
}

impl Stage {
    fn of(name: &str) -> Result<Self, String> {
        match name {
            "lines" => Ok(Self::Lines),
            "glance" => Ok(Self::Glance),
            "figures" => Ok(Self::Figures),
            _ => Err(format!("{name}: neither lines nor glance nor figures")),
        }
    }
}

fn seeds(first: &str, count: &str) -> Result<std::ops::Range<u64>, std::num::ParseIntError> {
    let first: u64 = first.parse()?;
    Ok(first..first + count.parse::<u64>()?)
}

/// Does something for every seed, on every core; the answers in the order of the seeds.
fn on_every_core<T: Send>(seeds: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let part = |worker: u64| -> Vec<(u64, T)> {
        let mine = seeds.clone().skip(worker as usize).step_by(workers as usize);
        mine.map(|seed| (seed, work(seed))).collect()
    };
    let part = &part;
    let mut all: Vec<(u64, T)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|worker| scope.spawn(move || part(worker))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    });
    all.sort_by_key(|(seed, _)| *seed);
    all.into_iter().map(|(_, answer)| answer).collect()
}
