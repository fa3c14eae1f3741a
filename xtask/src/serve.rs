//! `serve`: everything a newcomer needs to walk through a verification, in one command.

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::bail;

use crate::paths::Paths;
use crate::proc::Cmd;
use crate::sandbox::{self, Sandbox};
use crate::{build, tools};

pub struct Options {
    pub port: u16,
    pub data: PathBuf,
    pub open: bool,
}

/// Builds, starts, prints the two addresses and stays until it is stopped.
pub fn run(paths: &Paths, options: &Options) -> anyhow::Result<bool> {
    // Asked first: a build of minutes that ends in a busy port would be a nuisance.
    require_free(options.port)?;
    let dist = build::app(paths)?;
    let program = build::program(paths, "kyc-sandbox")?;
    let options_of_sandbox = sandbox::Options {
        program,
        data: paths.root.join(&options.data),
        dist: Some(dist),
        port: options.port,
        analysis_delay: "1500ms",
        contract: None,
        further: &[],
    };
    let sandbox = Sandbox::start(paths, &options_of_sandbox)?;
    let shop = format!("{}/shop", sandbox.url());
    println!("demo shop      {shop}");
    println!("gatherer link  {}", sandbox.gatherer_link()?);
    println!("Ctrl-C stops it.");
    if options.open {
        open(paths, &shop);
    }
    if !sandbox.wait()? {
        bail!("the sandbox ended with an error, see its messages above");
    }
    Ok(true)
}

fn require_free(port: u16) -> anyhow::Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {port} is in use: stop the program that holds it, or choose another with --port")
        }
        Err(error) => bail!("port {port} cannot be used ({error}): choose another with --port"),
    }
}

/// Opens the shop in the desktop's browser; a machine without one still has the printed address.
fn open(paths: &Paths, address: &str) {
    let opener = ["xdg-open", "open"].into_iter().find_map(tools::which);
    let is_opened = opener
        .and_then(|opener| Cmd::new(opener, &paths.root).arg(address).output().ok())
        .is_some_and(|output| output.status.success());
    if !is_opened {
        println!("no browser could be opened, visit the address above");
    }
}
