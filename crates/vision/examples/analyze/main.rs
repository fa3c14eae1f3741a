//! Looks at pictures as the app and the sandbox do, and prints one line of JSON for each:
//! `cargo run --release -p kyc-vision --example analyze -- FILE…`
//!
//! ```json
//! {"file":"card.jpg","width":1600,"height":1200,"quad":[[243.1,300.9],[1350.2,242.6],[1387.0,940.2],[279.5,998.9]],
//!  "confidence":0.98,"sharpness":0.21,"glare":0.0,"exposure":{"mean":142.1,"shadow":31.0,"highlight":226.0,"contrast":197.0},
//!  "faces":[[410,520,180,180,21.4]],"findings":["glare"]}
//! ```
//! - Places are pixels of the upright picture: the orientation in a photograph's Exif data is applied first.
//! - `quad`: the corners of a document that is wholly in the picture, clockwise from the upper left, else `null`;
//!   `confidence` is that of the view: of the corners, or that a document is cut off; 0 where none was found.
//! - `sharpness`: 0 (a smear) to 1. `glare`: share of the document that reflections hide. `exposure`: levels of 0 to 255 on
//!   the document, else in the whole picture: the mean, the darkest hundredth, the brightest twentieth, and what lies between
//!   the darkest and the brightest hundredth.
//! - `faces`: left, top, width, height and the detector's score, the largest first.
//! - `findings`: what is wrong, the most important first; `kyc_vision::FindingCode` lists the codes.
//!
//! What a picture is meant to show is not asked for. It is judged as the kind of document that is seen best in it, or as a face
//! where none is seen but a large face. JPEG and PNG are read. A file that cannot be read gets a message on stderr, and the exit code is
//! 1 when all others are done.

mod report;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use kyc_vision::FaceDetector;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let Some(detector) = FaceDetector::new(kyc_face_model::MODEL) else {
        eprintln!("the model of the face detector is not the one it knows");
        return ExitCode::FAILURE;
    };
    if files.is_empty() {
        eprintln!("usage: analyze FILE…");
        return ExitCode::FAILURE;
    }
    let mut exit = ExitCode::SUCCESS;
    for file in &files {
        match report::look_at(Path::new(file), &detector) {
            // Whoever reads the lines may have seen enough.
            Ok(seen) if writeln!(std::io::stdout(), "{seen}").is_err() => break,
            Ok(_) => {}
            Err(error) => {
                eprintln!("{file}: {}", error.to_string().trim_end());
                exit = ExitCode::FAILURE;
            }
        }
    }
    exit
}
