//! `bench load`: the sandbox under many calls at once. Customers go through short journeys while others upload large
//! files; afterwards everything that was acknowledged is asked for again.

mod client;
mod figures;
mod journey;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Args;

use crate::paths::Paths;
use crate::{build, sandbox};
use client::{Call, Client};
use figures::Figures;
use journey::Acknowledged;

/// How much.
#[derive(Args)]
pub struct Options {
    /// Customers on their journey at the same time, each with one call under way
    #[arg(long, default_value_t = 200)]
    in_flight: usize,
    /// Journeys of five calls each
    #[arg(long, default_value_t = 800)]
    journeys: usize,
    /// Uploads of large files at the same time
    #[arg(long, default_value_t = 50)]
    uploads: usize,
    /// Large files in all; every fifth goes as JSON
    #[arg(long, default_value_t = 150)]
    files: usize,
    /// Megabytes of a large file
    #[arg(long, default_value_t = 3)]
    megabytes: usize,
    /// Another program than the release build, to compare
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Runs the load against the release build and prints figures; fails on an error or a lost acknowledgement.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let program = match &options.program {
        Some(program) => std::path::absolute(program)?,
        None => build::release(paths, "kyc-sandbox")?,
    };
    let server = sandbox::disposable(paths, &program, None, "200ms", None, &["--rate-limit", "0"])?;
    let url = server.sandbox.url();
    let (calls, kept) = (Mutex::default(), Mutex::default());
    let (journeys, files) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..options.in_flight {
            scope.spawn(|| {
                repeat(&journeys, options.journeys, &calls, &kept, |client, number| {
                    journey::customer(client, url, number)
                });
            });
        }
        for _ in 0..options.uploads {
            scope.spawn(|| {
                repeat(&files, options.files, &calls, &kept, |client, number| {
                    journey::large_file(client, url, number, options.megabytes * 1_000_000)
                });
            });
        }
    });
    let took = start.elapsed().as_secs_f64();
    let (calls, kept) = (taken(calls), taken(kept));
    let lost = kept.iter().filter(|thing| !thing.is_there(url)).count();
    let figures = Figures::of(&calls);
    print!("{figures}");
    println!("{} calls in {took:.1} s, {:.0} a second", calls.len(), calls.len() as f64 / took);
    println!("{} acknowledged things, {lost} of them lost", kept.len());
    println!("peak memory of the sandbox: {}", server.sandbox.peak_memory()?);
    Ok(lost == 0 && figures.errors() == 0)
}

/// Does the next piece of work until there is none left, with one client.
fn repeat(
    next: &AtomicUsize,
    end: usize,
    calls: &Mutex<Vec<Call>>,
    kept: &Mutex<Vec<Acknowledged>>,
    work: impl Fn(&mut Client, usize) -> Vec<Acknowledged>,
) {
    let mut client = Client::default();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            break;
        }
        let acknowledged = work(&mut client, number);
        kept.lock().unwrap_or_else(PoisonError::into_inner).extend(acknowledged);
    }
    calls.lock().unwrap_or_else(PoisonError::into_inner).append(&mut client.calls);
}

fn taken<T>(shared: Mutex<Vec<T>>) -> Vec<T> {
    shared.into_inner().unwrap_or_else(PoisonError::into_inner)
}
