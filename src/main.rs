//! The thin binary.

fn main() {
    kyc_gatherer::start();
}
