//! The credit bureau, as Rebilly's sandbox plays it: the customer's first name decides.

use kyc_wire::{DocumentStatus, DocumentType, RejectionType};
use serde_json::{Value, json};

use super::Act;
use crate::clock::to_rfc3339;
use crate::problem::ApiResult;
use crate::record::{Check, Document, Matches, Owner, Request, Verdict};
use crate::store::{customers, documents};

/// What the bureau answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    /// One file of some age with one trade.
    SingleSource,
    /// Two trades agree.
    DualSource,
    /// Nothing that proves anything.
    Other,
}

impl Decision {
    fn of(first_name: &str) -> Self {
        match first_name.trim().to_lowercase().as_str() {
            "accept" => Self::SingleSource,
            "accept-dual" => Self::DualSource,
            _ => Self::Other,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::SingleSource => "single-source",
            Self::DualSource => "dual-source",
            Self::Other => "other",
        }
    }
}

/// Asks the bureau and files its answer as a decided document under `id`.
pub fn consult(
    act: &Act<'_>,
    id: String,
    customer_id: &str,
    request: Option<&Request>,
) -> ApiResult<Document> {
    let customer = customers::find(act.tx, customer_id)?;
    let field = |name: &str| {
        let value = customer.as_ref().and_then(|customer| customer.data.get(name)).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let (first_name, last_name) = (field("firstName"), field("lastName"));
    let decision = Decision::of(&first_name);
    let name = format!("{first_name} {last_name}").trim().to_owned();
    let matches = answer(decision, &name, customer_id, act.now);
    let request_id = request.map(|request| request.id.clone());
    let owner = Owner { customer_id: customer_id.to_owned(), request_id, token_id: None };
    let mut document = Document::new(id, owner, DocumentType::CreditFileProof, act.now);
    document.status = DocumentStatus::InProgress;
    document.reason = request.and_then(|request| request.reason.clone());
    document.match_level = request.map(|request| request.match_level).unwrap_or_default();
    document.matches = Some(matches.clone());
    document.parsed = Some(matches);
    documents::insert(act.tx, &document)?;
    act.note_document("kyc-document-created", &document)?;
    let verdict = match decision {
        Decision::Other => Verdict::rejected(
            RejectionType::Other,
            "The credit bureau knows nothing that proves this customer's identity and address.",
        ),
        _ => Verdict::accepted(),
    };
    super::documents::decide(act, &mut document, verdict)?;
    Ok(document)
}

fn answer(decision: Decision, name: &str, customer_id: &str, now: i64) -> Matches {
    let is_found = decision != Decision::Other;
    let check = Check {
        name: "decision".into(),
        failed: !is_found,
        score: 100,
        reason: (!is_found).then(|| "No file, or none that proves anything.".into()),
    };
    let trades = match decision {
        Decision::SingleSource => trades(1),
        Decision::DualSource => trades(2),
        Decision::Other => json!([]),
    };
    Matches {
        version: "1".into(),
        score: Some(if is_found { 100 } else { 0 }),
        check_list: Some(vec![check]),
        data: json!({
            "creditBureau": "test-bureau",
            "creditFileNumber": format!("TB-{customer_id}"),
            "name": name,
            "consultedDate": to_rfc3339(now),
            "decision": decision.as_str(),
            "trades": trades,
            "referenceData": reference(decision, name),
        }),
    }
}

fn trades(count: usize) -> Value {
    let all = [("Utopia Savings Bank", "4021", "2015-03-01"), ("Amaurot Telephone", "7718", "2018-09-15")];
    let taken = all.iter().take(count);
    taken
        .map(|(name, number, date)| json!({ "name": name, "accountNumber": number, "dateOpened": date }))
        .collect()
}

fn reference(decision: Decision, name: &str) -> Value {
    let word = |is: bool| if is { "Y" } else { "N" };
    let compared = json!({
        "lastNameMatch": word(decision != Decision::Other),
        "firstNameMatch": word(decision != Decision::Other),
        "ageOfCreditFileThreeOrMoreYearsOld": word(decision != Decision::Other),
        "nameAsReported": name,
    });
    json!({
        "singleSourceHit": word(decision == Decision::SingleSource),
        "dualSourceHit": word(decision == Decision::DualSource),
        "waterfallProcess": "single, then dual",
        "numberOfTradesOnFile": match decision {
            Decision::SingleSource => "1",
            Decision::DualSource => "2",
            Decision::Other => "0",
        },
        "singleDecision": compared,
        "dualDecision": (decision == Decision::DualSource).then(|| json!([compared, compared])),
    })
}
