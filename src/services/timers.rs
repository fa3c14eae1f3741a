//! Timers of the machine. Those that were superseded fire all the same: their `OpId` is stale and changes nothing.

use std::cell::RefCell;
use std::rc::Rc;

use kyc_flow::{Millis, OpId};

use super::clock::Clock;
use super::js;

/// The longest single wait: a device that slept, or an offset learnt meanwhile, is noticed after this time. It also
/// keeps far below the 2^31 ms at which browsers wrap.
const STRIDE: u64 = 30_000;

type Running = Rc<RefCell<Vec<(OpId, i32)>>>;

/// Timers under way.
#[derive(Default)]
pub struct Timers {
    running: Running,
}

impl Timers {
    /// Calls `act` after `millis`; with `has_jitter`, after a random time between half of it and all of it.
    pub fn wait(&self, op: OpId, millis: u64, has_jitter: bool, act: impl FnOnce() + 'static) {
        let share = if has_jitter { 0.5 + js_sys::Math::random() / 2.0 } else { 1.0 };
        // Not by the server's clock: learning its offset must neither prolong nor cut a wait.
        let end = js::monotonic_now() + millis as f64 * share;
        run(&self.running, op, Box::new(move || (end - js::monotonic_now()).max(0.0) as u64), Box::new(act));
    }

    /// Calls `act` at a moment of the server's clock.
    pub fn wait_until(&self, clock: &Rc<Clock>, op: OpId, at: Millis, act: impl FnOnce() + 'static) {
        let clock = Rc::clone(clock);
        run(&self.running, op, Box::new(move || at.0.saturating_sub(clock.now().0)), Box::new(act));
    }

    /// Stops all of them.
    pub fn stop(&self) {
        for (_, handle) in self.running.take() {
            js::cancel_timer(handle);
        }
    }
}

impl Drop for Timers {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(running: &Running, op: OpId, left: Box<dyn Fn() -> u64>, act: Box<dyn FnOnce()>) {
    let again = Rc::downgrade(running);
    let stride = left().min(STRIDE) as u32;
    let handle = js::set_timer(stride, move || {
        let Some(running) = again.upgrade() else { return };
        running.borrow_mut().retain(|(other, _)| *other != op);
        if left() == 0 { act() } else { run(&running, op, left, act) }
    });
    running.borrow_mut().push((op, handle));
}
