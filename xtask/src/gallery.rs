//! `gallery`: every screen in every state on one page, rebuilt when a file changes. It is how screens are looked at.

use crate::paths::Paths;
use crate::proc::Cmd;
use crate::{styles, tools};

/// Builds the gallery, serves it on `port` and stays until it is stopped.
pub fn run(paths: &Paths, port: u16) -> anyhow::Result<bool> {
    let (trunk, tools) = (tools::trunk(paths)?, tools::for_wasm(paths)?);
    styles::write(paths)?;
    println!("gallery        http://127.0.0.1:{port}/?state=all (about 2 minutes the first time)");
    let mut command = Cmd::new(&trunk, &paths.root)
        .args(["serve", "--config", "gallery/Trunk.toml", "--address", "127.0.0.1", "--port"])
        .arg(port.to_string())
        .path_first(&tools.directories())?
        // Trunk reads this variable as a boolean of its own and stops at the usual `1`.
        .env_remove("NO_COLOR");
    let mut serving = command.start()?;
    Ok(serving.wait()?.success())
}
