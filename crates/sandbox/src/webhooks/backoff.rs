//! How long a delivery waits after a failure: twice as long each time, up to an hour, for a day.

const FIRST_MS: i64 = 1000;
const LONGEST_MS: i64 = 60 * 60 * 1000;
/// How long a delivery is tried.
pub const PATIENCE_MS: i64 = 24 * 60 * 60 * 1000;

/// The wait after so many failures in a row.
pub fn wait_ms(failures: u32) -> i64 {
    let doublings = failures.saturating_sub(1).min(20);
    (FIRST_MS << doublings).min(LONGEST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let waits: Vec<i64> = (1..=14).map(|failures| wait_ms(failures) / 1000).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
        assert_eq!(wait_ms(u32::MAX), LONGEST_MS);
    }
}
