//! Bodies of calls as the description shows them; [`super::parse`] and [`super::exchange`] read them.
#![expect(dead_code, reason = "nothing but their schemas is used")]

use utoipa::ToSchema;

use crate::api::shapes::KycRequestDocument;
use crate::openapi::words::{KycDocumentTypes, TokenMode};

/// A token for a customer, to be exchanged once by whoever knows it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewAuthenticationToken {
    /// The sandbox keeps no passwords of customers.
    #[schema(required = false)]
    mode: TokenMode,
    #[schema(example = "ann", max_length = 50, pattern = r"^[@~\-\.\w]+$")]
    customer_id: String,
    /// Whether the exchange needs a password of six digits.
    #[schema(default = false, required = false)]
    otp_required: bool,
    /// Its end; an hour ahead unless told.
    #[schema(format = DateTime, required = false)]
    expired_time: String,
}

/// What the customer's JWT is to permit and to ask for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewCustomerJwt {
    /// Everything that a customer may do, unless told.
    #[schema(required = false)]
    acl: Vec<Acl>,
    /// At most 8192 bytes as JSON.
    #[schema(required = false)]
    custom_claims: CustomClaims,
    /// Its end; that of the request, or an hour ahead, unless told.
    #[schema(format = DateTime, required = false)]
    expired_time: String,
    /// Whether the token is used up by this.
    #[schema(default = true, required = false)]
    invalidate: bool,
    /// Six digits, if the token needs them.
    #[schema(pattern = "^[0-9]{6}$", required = false)]
    one_time_password: String,
}

/// What is permitted where.
#[derive(ToSchema)]
pub struct Acl {
    scope: AclScope,
    /// Names of operations.
    #[schema(example = json!(["PostFile", "StorefrontGetKycRequest"]))]
    permissions: Vec<String>,
}

/// Other scopes are kept as they come.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct AclScope {
    #[schema(example = json!(["sandbox"]))]
    organization_id: Vec<String>,
}

/// The request that the JWT is for, or in the older form what it asks for by itself. Other claims are kept as they come.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct CustomClaims {
    kyc_request_id: Option<String>,
    /// Types, or objects like those of a request.
    #[schema(max_items = 20)]
    documents: Option<Vec<ClaimedDocument>>,
    #[schema(max_length = 2048)]
    redirect_url: Option<String>,
    #[schema(minimum = 1, maximum = 3, default = 2, required = false)]
    match_level: u8,
    #[schema(max_length = 4000)]
    reason: Option<String>,
}

/// A document that a JWT asks for by itself.
#[derive(ToSchema)]
#[serde(untagged)]
enum ClaimedDocument {
    Type(KycDocumentTypes),
    Whole(KycRequestDocument),
}
