//! Why a check was not performed: the session's reasons, the camera's codes and the keys' refusals as stable codes.

use kyc_liveness::events::ExceptionKind;
use kyc_liveness::session::{CameraFault, Closure, Reason};
use kyc_wire::Code;

/// What the machine is told of a failed session.
#[must_use]
pub const fn of(reason: &Reason) -> Code {
    match reason {
        Reason::Cancelled => Code::Cancelled,
        Reason::Camera(fault) => of_camera(*fault),
        Reason::Refused | Reason::ConnectTimeout | Reason::Stalled => Code::LivenessConnection,
        Reason::Closed(Closure::Lost | Closure::Clean | Closure::Other(_)) => Code::LivenessConnection,
        Reason::Closed(Closure::Idle | Closure::Expired) => Code::LivenessExpired,
        Reason::NoInformation | Reason::Incomprehensible | Reason::TooLarge => Code::LivenessService,
        Reason::Exception(exception) => of_exception(exception.kind),
        Reason::UnwantedLight => Code::LivenessLight,
        Reason::Sightless => Code::LivenessDetector,
        Reason::NoFace => Code::LivenessNoFace,
        Reason::SeveralFaces => Code::LivenessSeveralFaces,
        Reason::TooClose => Code::LivenessTooClose,
        Reason::FitTimeout => Code::LivenessFit,
        Reason::FaceLost => Code::LivenessFaceLost,
        Reason::PageHidden => Code::LivenessHidden,
        Reason::ColoursTimeout => Code::LivenessSlow,
        Reason::RecorderFailed | Reason::RecorderSilent => Code::LivenessRecorder,
    }
}

const fn of_camera(fault: CameraFault) -> Code {
    match fault {
        CameraFault::Denied => Code::CameraDenied,
        CameraFault::Missing => Code::CameraMissing,
        CameraFault::Busy => Code::CameraBusy,
        CameraFault::TooSlow => Code::LivenessSlow,
        CameraFault::Timeout => Code::CameraSlow,
        CameraFault::Ended => Code::CameraEnded,
        CameraFault::Other => Code::CameraFailed,
    }
}

const fn of_exception(kind: ExceptionKind) -> Code {
    match kind {
        ExceptionKind::Throttling | ExceptionKind::ServiceQuotaExceeded => Code::LivenessBusy,
        ExceptionKind::SessionNotFound => Code::LivenessExpired,
        // A signature is refused though the clock is right: the keys, or the region.
        ExceptionKind::AccessDenied | ExceptionKind::UnrecognizedClient | ExceptionKind::InvalidSignature => {
            Code::LivenessDenied
        }
        ExceptionKind::InternalServer
        | ExceptionKind::ServiceUnavailable
        | ExceptionKind::Validation
        | ExceptionKind::Other => Code::LivenessService,
    }
}

/// What the session is told of a camera that does not start.
#[must_use]
pub const fn fault_of(code: Code) -> CameraFault {
    match code {
        Code::CameraDenied | Code::CameraBlocked => CameraFault::Denied,
        Code::CameraMissing => CameraFault::Missing,
        Code::CameraBusy => CameraFault::Busy,
        Code::CameraSlow => CameraFault::Timeout,
        Code::LivenessSlow => CameraFault::TooSlow,
        _ => CameraFault::Other,
    }
}

/// What keys that are not given out mean: an answer's status, and the error that it names.
#[must_use]
pub fn of_keys(status: u16, error: &str) -> Code {
    let is = |names: &[&str]| names.iter().any(|name| error.ends_with(name));
    match status {
        429 => Code::LivenessBusy,
        400..=499 if is(&["TooManyRequestsException", "LimitExceededException"]) => Code::LivenessBusy,
        400..=499 => Code::LivenessDenied,
        _ => Code::LivenessService,
    }
}

#[cfg(test)]
mod tests {
    use kyc_liveness::events::Exception;

    use super::*;

    fn exception(kind: ExceptionKind) -> Code {
        of(&Reason::Exception(Exception { kind, message: "for logs only".to_owned() }))
    }

    #[test]
    fn cameras_fail_with_the_codes_they_have_everywhere() {
        for code in [
            Code::CameraDenied,
            Code::CameraMissing,
            Code::CameraBusy,
            Code::CameraSlow,
            Code::CameraFailed,
            Code::LivenessSlow,
        ] {
            assert_eq!(of(&Reason::Camera(fault_of(code))), code);
        }
        assert_eq!(of(&Reason::Camera(CameraFault::Ended)), Code::CameraEnded);
        assert_eq!(fault_of(Code::CameraBlocked), CameraFault::Denied);
    }

    #[test]
    fn a_provider_that_says_why_is_understood() {
        assert_eq!(exception(ExceptionKind::Throttling), Code::LivenessBusy);
        assert_eq!(exception(ExceptionKind::SessionNotFound), Code::LivenessExpired);
        assert_eq!(exception(ExceptionKind::AccessDenied), Code::LivenessDenied);
        assert_eq!(exception(ExceptionKind::UnrecognizedClient), Code::LivenessDenied);
        assert_eq!(exception(ExceptionKind::InvalidSignature), Code::LivenessDenied);
        assert_eq!(of(&Reason::TooLarge), Code::LivenessService);
        assert_eq!(of(&Reason::Sightless), Code::LivenessDetector);
        assert_eq!(exception(ExceptionKind::InternalServer), Code::LivenessService);
        assert_eq!(exception(ExceptionKind::Other), Code::LivenessService);
        assert_eq!(of(&Reason::Closed(Closure::Expired)), Code::LivenessExpired);
        assert_eq!(of(&Reason::Closed(Closure::Lost)), Code::LivenessConnection);
    }

    #[test]
    fn keys_are_refused_or_not_to_be_had_now() {
        assert_eq!(of_keys(400, "NotAuthorizedException"), Code::LivenessDenied);
        assert_eq!(of_keys(400, "com.amazonaws#TooManyRequestsException"), Code::LivenessBusy);
        assert_eq!(of_keys(429, ""), Code::LivenessBusy);
        assert_eq!(of_keys(500, "InternalErrorException"), Code::LivenessService);
    }
}
