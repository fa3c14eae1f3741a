//! A fair world: the network heals, the server decides, and the customer does what the screen asks for.

use kyc_flow::{Dialog, Event, Gathering, LivenessState, Means, Phase, SendStep, SettleStep, Stage};
use kyc_wire::DocumentStatus;

use super::chance::Fault;
use super::world::World;

impl World {
    /// One helpful step.
    pub fn cooperate(&mut self) {
        if !self.answers.is_empty() {
            self.deliver(0);
        } else if !self.ops.is_empty() {
            let op = self.ops.remove(0);
            let answer = self.carry_out(&op, Fault::None);
            self.answers.push(answer);
        } else if let Some(event) = self.wished() {
            self.send(event);
        } else if self.wants_a_file() {
            self.choose_files(1);
        } else {
            self.server.decide(0, DocumentStatus::Accepted);
            self.let_time_pass();
        }
    }

    /// Steps until the journey is over; false when it does not end.
    pub fn reaches_an_end(&mut self) -> bool {
        self.send(Event::ConnectivityChanged { is_online: true });
        self.send(Event::VisibilityChanged { is_visible: true, now: self.now });
        for _ in 0..400 {
            if self.is_over() {
                return true;
            }
            self.cooperate();
        }
        self.is_over()
    }

    /// What a cooperative customer presses here.
    fn wished(&self) -> Option<Event> {
        match &self.journey.phase {
            Phase::Stopped(stopped) => stopped.op.is_none().then_some(Event::RetryPressed),
            Phase::Gathering(gathering) => wished(gathering),
            _ => None,
        }
    }

    fn wants_a_file(&self) -> bool {
        let Phase::Gathering(gathering) = &self.journey.phase else { return false };
        let Stage::Capturing(capturing) = &gathering.stage else { return false };
        matches!(&capturing.means, Means::File(state) if state.op.is_none())
    }
}

fn wished(gathering: &Gathering) -> Option<Event> {
    if gathering.dialog == Some(Dialog::ConfirmBack) {
        return Some(Event::BackConfirmed);
    }
    match &gathering.stage {
        Stage::Welcome => Some(Event::StartPressed),
        Stage::Choosing { slot } => {
            let permitted = gathering.request.requested[slot.0].permitted_subtypes();
            permitted.first().copied().map(Event::SubtypeChosen)
        }
        Stage::Tips { .. } => Some(Event::FileChosen),
        Stage::Capturing(capturing) => match &capturing.means {
            Means::Camera { .. } => Some(Event::FileChosen),
            Means::File(state) => {
                let is_told = state.problem.is_some() || state.left_out > 0;
                (is_told && capturing.draft.next_side().is_none()).then_some(Event::ContinuePressed)
            }
            Means::Liveness(liveness) => match &liveness.state {
                LivenessState::Intro { .. } => Some(Event::StartPressed),
                LivenessState::Passed { .. } => Some(Event::ContinuePressed),
                LivenessState::Settling(settling) => {
                    matches!(settling.step, SettleStep::Failed { .. }).then_some(Event::RetryPressed)
                }
                // Nothing more can be done here.
                LivenessState::Blocked { .. } => Some(Event::BackPressed),
                LivenessState::Opening { .. } | LivenessState::Running { .. } => None,
            },
        },
        Stage::Reviewing(reviewing) if reviewing.can_use() => Some(Event::UsePressed),
        Stage::Reviewing(reviewing) => reviewing.op.is_none().then_some(Event::RetakePressed),
        Stage::Ready { .. } => Some(Event::SendPressed),
        Stage::Sending(sending) => {
            let is_stuck = matches!(sending.step, SendStep::Failed { .. } | SendStep::Offline { .. });
            is_stuck.then_some(Event::RetryPressed)
        }
        Stage::Decided { .. } => Some(Event::ContinuePressed),
        Stage::Deciding(_) | Stage::Finishing { .. } => None,
    }
}
