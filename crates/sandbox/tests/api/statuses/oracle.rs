//! The contract's table of statuses, row by row, over a history as somebody who only watches would note it. It shares no
//! code with the product: words are text, and what an entry was open for is remembered, not reckoned from times.

use std::collections::BTreeMap;

/// One entry of `documents[]`.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: &'static str,
    /// Empty: every one.
    pub subtypes: Vec<&'static str>,
    /// 0: unlimited.
    pub max_attempts: usize,
}

impl Entry {
    fn fits(&self, paper: &Paper) -> bool {
        let permits = self.subtypes.is_empty() || self.subtypes.contains(&paper.subtype);
        self.kind == paper.kind && permits
    }
}

/// One document that was filed.
#[derive(Clone, Debug)]
pub struct Paper {
    pub id: String,
    pub kind: &'static str,
    pub subtype: &'static str,
    pub status: String,
    /// Where those before it stood when it was filed.
    pub then: Vec<String>,
}

impl Paper {
    fn is_of_the_customer(&self) -> bool {
        self.kind != CREDIT_FILE
    }
}

pub const CREDIT_FILE: &str = "credit-file-proof";

/// What a watcher knows of a request.
#[derive(Clone, Debug, Default)]
pub struct Oracle {
    pub entries: Vec<Entry>,
    pub papers: Vec<Paper>,
}

impl Oracle {
    pub fn file(&mut self, id: &str, kind: &'static str, subtype: &'static str, status: &str) {
        let then = self.papers.iter().map(|paper| paper.status.clone()).collect();
        self.papers.push(Paper { id: id.to_owned(), kind, subtype, status: status.to_owned(), then });
    }

    /// A document is accepted: undecided ones of its entry are superseded.
    pub fn accept(&mut self, index: usize) {
        if self.papers[index].status == "accepted" {
            return;
        }
        self.papers[index].status = "accepted".into();
        let answers = self.answers();
        for (paper, answer) in self.papers.iter_mut().zip(&answers) {
            if answer.is_some() && *answer == answers[index] && is_undecided(&paper.status) {
                paper.status = "archived".into();
            }
        }
    }

    /// An archived document cannot be rejected.
    pub fn reject(&mut self, index: usize) {
        if self.papers[index].status != "archived" {
            self.papers[index].status = "rejected".into();
        }
    }

    /// The entries that are still asked for: an accepted credit file spares identity and address.
    fn asked(&self) -> Vec<&Entry> {
        let is_accepted = |paper: &Paper| paper.kind == CREDIT_FILE && paper.status == "accepted";
        let is_spared = self.papers.iter().any(is_accepted);
        let is_spared = |kind| is_spared && ["identity-proof", "address-proof"].contains(&kind);
        self.entries.iter().filter(|entry| !is_spared(entry.kind)).collect()
    }

    /// Which entry each document answers: the first of its type that permits it and was open when it was filed; when
    /// none was, the last of its type.
    fn answers(&self) -> Vec<Option<usize>> {
        let asked = self.asked();
        let mut answers: Vec<Option<usize>> = Vec::new();
        for paper in &self.papers {
            let was_open = |index: usize| {
                let earlier = answers.iter().zip(&paper.then).filter(|(answer, _)| **answer == Some(index));
                let statuses: Vec<&String> = earlier.map(|(_, status)| status).collect();
                let max = asked[index].max_attempts;
                let is_used_up = max > 0 && statuses.len() >= max;
                !is_used_up && !statuses.iter().any(|it| *it == "accepted" || is_undecided(it))
            };
            let first = (0..asked.len()).find(|index| asked[*index].fits(paper) && was_open(*index));
            let last = || asked.iter().rposition(|entry| entry.kind == paper.kind);
            answers.push(first.or_else(last));
        }
        answers
    }

    /// The table.
    pub fn status(&self, is_expired: bool) -> &'static str {
        let asked = self.asked();
        let mut of_entry: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (paper, answer) in self.papers.iter().zip(self.answers()) {
            of_entry.entry(answer.unwrap_or(usize::MAX)).or_default().push(&paper.status);
        }
        let attempts = |index: usize| of_entry.get(&index).map(Vec::as_slice).unwrap_or_default();
        let is_accepted = |index: usize| attempts(index).contains(&"accepted");
        let is_failed = |index: usize| {
            // The bureau is asked once.
            let max = if asked[index].kind == CREDIT_FILE { 1 } else { asked[index].max_attempts };
            let is_lost = |status: &&str| *status == "rejected" || *status == "archived";
            max > 0 && attempts(index).len() >= max && attempts(index).iter().all(is_lost)
        };
        // A credit file is never gathered: it decides only where nothing else is asked.
        let gathered: Vec<usize> = (0..asked.len()).filter(|it| asked[*it].kind != CREDIT_FILE).collect();
        let is_bureau_alone = gathered.is_empty();
        let deciding: Vec<usize> = if is_bureau_alone { (0..asked.len()).collect() } else { gathered };
        let is_something_accepted = self.papers.iter().any(|paper| paper.status == "accepted");
        let provided: Vec<&Paper> = self.papers.iter().filter(|paper| paper.is_of_the_customer()).collect();
        let is_everything_accepted = if is_bureau_alone {
            // With nothing left to ask, the bureau has answered for all of it.
            asked.is_empty() || deciding.iter().any(|index| is_accepted(*index))
        } else {
            deciding.iter().all(|index| is_accepted(*index))
        };
        match () {
            () if is_everything_accepted => "fulfilled",
            () if deciding.iter().any(|index| is_failed(*index)) => "failed",
            () if is_expired && !provided.is_empty() => "abandoned",
            () if is_expired => "expired",
            () if is_something_accepted => "partial",
            () if provided.iter().any(|paper| paper.status == "pending") => "pending-review",
            () if !provided.is_empty() => "attempted",
            () => "gathering",
        }
    }
}

pub fn is_undecided(status: &str) -> bool {
    status == "pending" || status == "in-progress"
}
