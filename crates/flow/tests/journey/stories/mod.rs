//! Stories in the customer's terms.
