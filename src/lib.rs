//! The gatherer: guides a customer through the documents of a KYC request. A pure machine (`kyc-flow`) decides, one
//! effect runner acts, thin views show.

pub mod i18n;
pub mod ports;
