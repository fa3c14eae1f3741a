//! `kyc-specimen --out DIR [--seed N]`: writes the whole set of specimens.

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Draws specimen documents, spoilt ones and fake-camera videos.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Directory to write to; made if missing.
    #[arg(long)]
    out: PathBuf,
    /// Another seed draws another person.
    #[arg(long, default_value_t = 4)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match kyc_specimen::write_set(&arguments.out, arguments.seed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the specimens could not be written to {}: {error}", arguments.out.display());
            ExitCode::FAILURE
        }
    }
}
