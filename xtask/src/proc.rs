//! Child processes that never outlive their purpose: each leads a process group, and the group is stopped when
//! its handle is dropped or when this program is told to end.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use crate::progress::Progress;

/// Groups that are running now, for the signal handler.
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// How long a group may take to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ctrl-C and SIGTERM end every child first, then this program.
pub fn stop_children_on_signal() -> anyhow::Result<()> {
    let handler = || {
        let stoppers: Vec<_> =
            running().iter().map(|&group| std::thread::spawn(move || stop_group(group))).collect();
        for stopper in stoppers {
            drop(stopper.join());
        }
        std::process::exit(130);
    };
    ctrlc::set_handler(handler).context("signals cannot be handled")
}

fn stop_group(group: Pid) {
    if kill_process_group(group, Signal::TERM).is_err() {
        return;
    }
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline {
        if test_kill_process_group(group).is_err() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // The group may have ended at the last moment, which is what is wanted.
    let _ = kill_process_group(group, Signal::KILL);
}

/// What a finished command printed.
#[derive(Debug)]
pub struct Output {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    /// Both streams, errors last.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A command to be run in its own process group, without a terminal to read from.
pub struct Cmd {
    command: Command,
    name: OsString,
}

impl Cmd {
    /// `program` in `directory`.
    pub fn new(program: impl AsRef<OsStr>, directory: &Path) -> Self {
        let mut command = Command::new(program.as_ref());
        command.current_dir(directory).stdin(Stdio::null()).process_group(0);
        Self { command, name: program.as_ref().to_owned() }
    }

    /// The cargo that runs this task, so that the toolchain stays the same.
    pub fn cargo(directory: &Path) -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), directory)
    }

    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Puts `directories` before everything else on the search path.
    pub fn path_first(mut self, directories: &[PathBuf]) -> anyhow::Result<Self> {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let all = directories.iter().cloned().chain(std::env::split_paths(&rest));
        self.command.env("PATH", std::env::join_paths(all).context("a directory on PATH holds a colon")?);
        Ok(self)
    }

    /// Runs to the end and keeps the output.
    pub fn output(mut self) -> anyhow::Result<Output> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = self.start()?;
        let stdout = group.child.stdout.take().map(|s| collect(s, |_| {}));
        let stderr = group.child.stderr.take().map(|s| collect(s, |_| {}));
        finish(&mut group, stdout, stderr)
    }

    /// Runs to the end, shows the output as it comes, and keeps it too.
    pub fn tee(self) -> anyhow::Result<Output> {
        self.tee_while(Duration::MAX, &Progress::new())
    }

    /// Like [`Cmd::tee`], but stops it, with all that it started, once nothing has happened for `patience`: neither a
    /// line nor what others tell to `progress`.
    pub fn tee_while(mut self, patience: Duration, progress: &Progress) -> anyhow::Result<Output> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = self.start()?;
        let stdout = group.child.stdout.take().map(|s| collect(s, echo(std::io::stdout(), progress)));
        let stderr = group.child.stderr.take().map(|s| collect(s, echo(std::io::stderr(), progress)));
        while group.ended().is_none() {
            if progress.silence() >= patience {
                let seconds = patience.as_secs();
                bail!("stopped because nothing happened for {seconds} s; {}", progress.last());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        finish(&mut group, stdout, stderr)
    }

    /// The standard output of a command that has to succeed; `what` names it in the error.
    pub fn read(self, what: &str) -> anyhow::Result<String> {
        let output = self.output()?;
        if !output.status.success() {
            bail!("{what} failed: {}", last_line(&output.stderr));
        }
        Ok(output.stdout)
    }

    /// Starts without waiting.
    pub fn start(&mut self) -> anyhow::Result<Group> {
        let child = self
            .command
            .spawn()
            .with_context(|| format!("{} cannot be started", Path::new(&self.name).display()))?;
        let id = Pid::from_child(&child);
        running().push(id);
        Ok(Group { child, id })
    }

    /// Starts with the standard output readable through [`Group::lines`].
    pub fn start_piped(mut self) -> anyhow::Result<Group> {
        self.command.stdout(Stdio::piped());
        self.start()
    }
}

/// The last line that says something.
pub fn last_line(text: &str) -> &str {
    text.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("no message").trim()
}

/// A running child and its descendants.
pub struct Group {
    child: Child,
    id: Pid,
}

impl Group {
    /// Waits for the child alone.
    pub fn wait(&mut self) -> anyhow::Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// The child's number.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether the child has already ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// The child's standard output, once.
    pub fn lines(&mut self) -> Option<impl Iterator<Item = String> + Send + 'static> {
        Some(BufReader::new(self.child.stdout.take()?).lines().map_while(Result::ok))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Reaping runs beside the grace period: an unreaped leader would keep the group looking alive.
        let id = self.id;
        let stopper = std::thread::spawn(move || stop_group(id));
        // Both can only fail when there is nothing left to stop.
        drop(self.child.wait());
        drop(stopper.join());
        running().retain(|other| *other != id);
    }
}

fn collect<R>(source: R, mut see: impl FnMut(&[u8]) + Send + 'static) -> JoinHandle<String>
where
    R: std::io::Read + Send + 'static,
{
    std::thread::spawn(move || {
        let mut source = BufReader::new(source);
        let mut text = String::new();
        let mut line = Vec::new();
        while source.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            see(&line);
            text.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
        text
    })
}

/// Shows each line on `screen`, and counts it as progress.
fn echo<W: Write>(mut screen: W, progress: &Progress) -> impl FnMut(&[u8]) + use<W> {
    let progress = progress.clone();
    move |line| {
        // A closed terminal must not stop the collection.
        drop(screen.write_all(line).and_then(|()| screen.flush()));
        progress.says(&String::from_utf8_lossy(line));
    }
}

fn finish(
    group: &mut Group,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<String>>,
) -> anyhow::Result<Output> {
    let status = group.wait()?;
    // A descendant that outlives the child would hold the pipes open for ever.
    stop_group(group.id);
    let text = |handle: Option<JoinHandle<String>>| handle.and_then(|h| h.join().ok()).unwrap_or_default();
    Ok(Output { status, stdout: text(stdout), stderr: text(stderr) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_kept_and_the_status_is_reported() {
        let output =
            Cmd::new("sh", Path::new(".")).args(["-c", "echo out; echo err >&2; exit 3"]).output().unwrap();
        assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(output.status.code(), Some(3));
    }

    #[test]
    fn dropping_a_group_ends_its_grandchildren() {
        let mut group =
            Cmd::new("sh", Path::new(".")).args(["-c", "sleep 60 & echo up; wait"]).start_piped().unwrap();
        assert_eq!(group.lines().unwrap().next().as_deref(), Some("up"));
        let id = group.id;
        drop(group);
        assert!(test_kill_process_group(id).is_err());
    }

    #[test]
    fn a_run_that_does_nothing_any_more_is_stopped_with_all_it_started() {
        let progress = Progress::new();
        progress.begins("journeys::network::the_endless_one");
        let script = "sleep 60 & echo $!; wait";
        let told = Cmd::new("sh", Path::new("."))
            .args(["-c", script])
            .tee_while(Duration::from_millis(300), &progress)
            .unwrap_err()
            .to_string();
        assert!(told.ends_with("the last test started is journeys::network::the_endless_one"), "{told}");
        let sleeper: i32 = progress.words().parse().unwrap();
        let is_there = || rustix::process::test_kill_process(Pid::from_raw(sleeper).unwrap()).is_ok();
        // An orphan is gone once whoever adopts it has reaped it.
        let deadline = Instant::now() + GRACE;
        while is_there() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!is_there(), "process {sleeper} was left behind");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Cmd::new("no-such-program-here", Path::new(".")).output().unwrap_err();
        assert!(error.to_string().contains("no-such-program-here"));
    }
}
