//! `bench scenes`: what `kyc-vision` says of drawn scenes whose faults are known and that no threshold has seen.

use clap::Args;

use crate::paths::Paths;
use crate::proc::Cmd;

#[derive(Args)]
pub struct Options {
    /// Scenes of each kind
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..))]
    scenes: u32,
    /// Only kinds whose name begins with this
    #[arg(long, default_value = "")]
    only: String,
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
        .env("KYC_SCENES_ONLY", &options.only)
        .env("KYC_SCENES_WRONG", if options.wrong { "1" } else { "" })
        .tee()?;
    Ok(output.status.success())
}
