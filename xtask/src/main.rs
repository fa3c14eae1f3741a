//! Project tasks: one command each to serve, test, check, measure and generate, tools included.
//!
//! `cargo xtask --help` lists them. Every task prints plain sentences; what fails says what to do.

mod bench;
mod build;
mod check;
mod fuzz;
mod gallery;
mod locales;
mod paths;
mod proc;
mod progress;
mod report;
mod sandbox;
mod serve;
mod size;
mod styles;
mod test;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Project tasks of kyc-gatherer
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app, start the sandbox and print the demo shop and a ready gatherer link
    Serve {
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Where the sandbox keeps its database and uploads
        #[arg(long, default_value = ".kyc-data")]
        data: PathBuf,
        /// Open the demo shop in the browser
        #[arg(long)]
        open: bool,
    },
    /// Run the native, browser and end-to-end tests
    Test {
        /// Only this suite
        #[arg(long, value_enum)]
        suite: Option<test::Suite>,
        /// Only tests whose name contains this
        #[arg(last = true)]
        filter: Option<String>,
    },
    /// Check formatting, lints, licences, layers, locales, file lengths and the start page
    Check,
    /// Raw and brotli bytes of what is shipped, against the budget
    Size,
    /// Time to first paint and to a usable welcome screen on a slow phone
    Bench {
        /// Page loads to take the median of
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
        runs: u32,
        #[command(subcommand)]
        what: Option<Bench>,
    },
    /// Look for bytes that break a law of the parsers and of the picture analysis
    Fuzz(fuzz::Options),
    /// Show every screen in every state on one page
    Gallery {
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8090)]
        port: u16,
    },
    /// Build the app in release mode into dist/
    Build,
    /// Join style/main.css and its imports into one file for the build
    Styles,
    /// Generate src/i18n/keys.rs from locales/en.json
    Locales,
}

#[derive(Subcommand)]
enum Bench {
    /// The sandbox under many calls at once: times, errors, lost acknowledgements, peak memory
    Load(bench::load::Options),
    /// A photograph of 12 megapixels from the file dialog to ready to send, against the browser alone
    Intake(bench::intake::Options),
    /// The camera's frames: looks per second, and the longest silence of the page
    Vision(bench::vision::Options),
    /// What is said of drawn scenes with known faults that no threshold has seen
    Scenes(bench::scenes::Options),
}

fn main() -> ExitCode {
    let outcome = proc::stop_children_on_signal().and_then(|()| run(Cli::parse().task));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `Ok(false)` means the task ran and reported failures of its own.
fn run(task: Task) -> anyhow::Result<bool> {
    let paths = paths::Paths::find()?;
    match task {
        Task::Serve { port, data, open } => serve::run(&paths, &serve::Options { port, data, open }),
        Task::Test { suite, filter } => test::run(&paths, suite, filter.as_deref()),
        Task::Check => check::run(&paths),
        Task::Size => size::run(&paths),
        Task::Bench { what: Some(Bench::Load(options)), .. } => bench::load::run(&paths, &options),
        Task::Bench { what: Some(Bench::Intake(options)), .. } => bench::intake::run(&paths, &options),
        Task::Bench { what: Some(Bench::Vision(options)), .. } => bench::vision::run(&paths, &options),
        Task::Bench { what: Some(Bench::Scenes(options)), .. } => bench::scenes::run(&paths, &options),
        Task::Bench { what: None, runs } => bench::run(&paths, runs),
        Task::Fuzz(options) => fuzz::run(&paths, &options),
        Task::Gallery { port } => gallery::run(&paths, port),
        Task::Build => build::app(&paths).map(|_| true),
        Task::Styles => styles::write(&paths).map(|_| true),
        Task::Locales => locales::write_keys(&paths).map(|()| true),
    }
}
