//! `bench scenes`: what `kyc-vision` says of drawn scenes whose faults are known and that no threshold has seen.

use clap::Args;

use crate::paths::Paths;
use crate::proc::Cmd;

#[derive(Args)]
pub struct Options {
    /// Good scenes, and as many without a document; of each fault two in five
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..))]
    scenes: u32,
    /// Seed of the first, to look at others than those of the proof
    #[arg(long)]
    first: Option<u32>,
    /// Judge them as live frames are: brightness only, from a camera
    #[arg(long)]
    live: bool,
    /// Print every scene about which something wrong was said
    #[arg(long)]
    wrong: bool,
}

/// Runs the test that prints the table; answers whether every share is as high as it must be.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    let output = Cmd::cargo(&paths.root)
        .args(["test", "--release", "-q", "-p", "kyc-vision", "--test", "scenes", "--"])
        .args(["--ignored", "--nocapture", "a_thousand_scenes"])
        .env("KYC_SCENES", options.scenes.to_string())
        .env("KYC_SCENES_FIRST", options.first.map_or_else(String::new, |first| first.to_string()))
        .env("KYC_SCENES_LIVE", if options.live { "1" } else { "" })
        .env("KYC_SCENES_WRONG", if options.wrong { "1" } else { "" })
        .tee()?;
    Ok(output.status.success())
}
