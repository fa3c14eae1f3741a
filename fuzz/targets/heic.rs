#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kyc_fuzz::heic::hold(data));
