//! Who may call what. On every path that is not named here, the merchant's server alone: a new route is closed until
//! somebody opens it in this table.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::auth::Caller;
use crate::problem::{ApiError, ApiResult};

/// Whom a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Whoever knows the address: it holds a secret, or leads to what is public.
    Open,
    /// The merchant's server, and customers whose token has the permission.
    Both(&'static str),
    /// Customers whose token has the permission.
    Customer(&'static str),
    /// The merchant's server.
    Merchant,
}

/// The permissions are named like the API's operations.
const RULES: [(Method, &str, Rule); 11] = [
    (Method::POST, "/authentication-tokens/{token}/exchange", Rule::Open),
    (Method::GET, "/signed-files/{id}", Rule::Open),
    (Method::GET, "/public-files/{id}", Rule::Open),
    (Method::POST, "/files", Rule::Both("PostFile")),
    (Method::GET, "/storefront/kyc-requests/{id}", Rule::Customer("StorefrontGetKycRequest")),
    (Method::POST, "/storefront/kyc-documents", Rule::Customer("StorefrontPostKycDocument")),
    (Method::GET, "/storefront/kyc-documents/{id}", Rule::Customer("StorefrontGetKycDocument")),
    (Method::PATCH, "/storefront/kyc-documents/{id}", Rule::Customer("StorefrontPatchKycDocument")),
    (Method::POST, "/storefront/kyc-liveness-sessions", Rule::Customer("StorefrontPostKycLivenessSession")),
    (
        Method::GET,
        "/storefront/kyc-liveness-sessions/{id}",
        Rule::Customer("StorefrontGetKycLivenessSession"),
    ),
    (
        Method::POST,
        "/storefront/kyc-liveness-sessions/{id}/finish",
        Rule::Customer("StorefrontPostKycLivenessSessionFinish"),
    ),
];

/// All that a customer's token can permit.
pub fn permissions() -> Vec<String> {
    let named = RULES.iter().filter_map(|(_, _, rule)| rule.permission());
    named.map(str::to_owned).collect()
}

/// The names of the credentials that a call may carry, in the words of the description.
pub fn credentials(method: &Method, path: &str) -> &'static [&'static str] {
    match Rule::of(method, Some(path)) {
        Rule::Open => &[],
        Rule::Both(_) => &["SecretApiKey", "CustomerJWT"],
        Rule::Customer(_) => &["CustomerJWT"],
        Rule::Merchant => &["SecretApiKey"],
    }
}

impl Rule {
    /// For `path` below the organization's; `None`: no route fits.
    fn of(method: &Method, path: Option<&str>) -> Self {
        // The framework answers HEAD from the handlers of GET.
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let named = RULES.iter().find(|(of, template, _)| of == method && Some(*template) == path);
        named.map_or(Self::Merchant, |(_, _, rule)| *rule)
    }

    const fn permission(self) -> Option<&'static str> {
        match self {
            Self::Both(permission) | Self::Customer(permission) => Some(permission),
            Self::Open | Self::Merchant => None,
        }
    }

    fn check(self, caller: &Caller) -> ApiResult<()> {
        match (caller, self.permission()) {
            (Caller::Merchant, _) if matches!(self, Self::Customer(_)) => {
                Err(ApiError::forbidden("This is for the customer's token only."))
            }
            (Caller::Merchant, _) => Ok(()),
            (Caller::Customer { permissions, .. }, Some(wanted)) => {
                if permissions.iter().any(|permission| permission == wanted) {
                    Ok(())
                } else {
                    Err(ApiError::forbidden(format!("The token does not have the permission {wanted}.")))
                }
            }
            (Caller::Customer { .. }, None) => {
                Err(ApiError::forbidden("A customer's token does not permit this."))
            }
        }
    }
}

/// The middleware: 401 without valid credentials, 403 when they do not suffice. Handlers find the caller in the call's
/// extensions, by the extractors of `auth`.
pub async fn admit(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> ApiResult<Response> {
    let path = matched.as_ref().and_then(|path| path.as_str().strip_prefix(crate::app::API));
    let rule = Rule::of(request.method(), path);
    if rule != Rule::Open {
        let caller = Caller::identify(request.headers(), &app)?;
        rule.check(&caller)?;
        request.extensions_mut().insert(caller);
    }
    Ok(next.run(request).await)
}
