//! Newtypes for identities and times.

use serde::Serialize;

/// One asynchronous operation. A result that carries another id than the awaited one is stale and changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct OpId(pub u32);

/// A picture or file held by the `files` service. The machine never sees its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct CaptureId(pub u32);

/// A moment on the **server's** clock, in unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Millis(pub u64);

impl Millis {
    /// The moment `earlier` milliseconds before; never before the epoch.
    #[must_use]
    pub const fn minus(self, earlier: u64) -> Self {
        Self(self.0.saturating_sub(earlier))
    }
}

/// The position of a requested document in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SlotIndex(pub usize);
