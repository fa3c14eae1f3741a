//! A child process that ends with its handle.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a program may take until it says that it is ready.
const START: Duration = Duration::from_secs(30);

/// A running child; killed and reaped when dropped.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    name: String,
}

impl Process {
    /// Starts a program; its output is read to the end, so that it never blocks on a full pipe.
    pub fn start(program: &Path, arguments: &[String]) -> Self {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => panic!("{} cannot be started: {error}", program.display()),
        };
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    // Nobody listens any more once the program is ready.
                    let _ = sender.send(line);
                }
            });
        }
        Self { child, lines, name }
    }

    /// The rest of the line that holds `sign`, which the program prints when it is ready.
    pub fn wait_for(&self, sign: &str) -> String {
        loop {
            match self.lines.recv_timeout(START) {
                Ok(line) => {
                    if let Some((_, rest)) = line.split_once(sign) {
                        return rest.trim().to_owned();
                    }
                }
                Err(_) => panic!("{} never said `{sign}`", self.name),
            }
        }
    }

    /// Waits until the program ends by itself.
    pub fn ends_within(&mut self, patience: Duration) -> bool {
        let deadline = std::time::Instant::now() + patience;
        while std::time::Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            // The standard library offers no wait with an end.
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when there is nothing left to end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
