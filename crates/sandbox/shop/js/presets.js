// Ready-made requests. The customer is the person on the specimens (`cargo run -p kyc-specimen -- --out DIR`), so that
// their documents fit.

export const PERSON = {
  firstName: "Felix", lastName: "Sample", dob: "1970-01-03", address: "78 Mill Lane", postalCode: "34860", city: "Northaven", country: "XU",
};

const identity = (more) => ({ type: "identity-proof", ...more });
const address = (more) => ({ type: "address-proof", ...more });

export const PRESETS = [
  { id: "identity", name: "Any identity document", text: "Three attempts. What this bank asks for.", documents: [identity()] },
  {
    id: "passport-selfie", name: "Passport and selfie", text: "One page, then the face.",
    documents: [identity({ subtypes: ["passport"], faceProofRequired: true })],
  },
  {
    id: "passport-alive", name: "Passport and face check", text: "One page, then a living face: a short film, with or without colours.",
    documents: [identity({ subtypes: ["passport"], faceProofRequired: true, faceLivenessRequired: true })],
  },
  {
    id: "card-address", name: "ID card and address", text: "Front and back, then a bill or a bank statement.",
    documents: [identity({ subtypes: ["id-card"] }), address({ subtypes: ["utility-bill", "bank-statement"] })],
  },
  {
    id: "everything", name: "Everything", text: "Identity with a selfie, address, funds and payment.",
    documents: [identity({ faceProofRequired: true }), address(), { type: "funds-proof" }, { type: "purchase-proof" }],
  },
  {
    id: "person", name: "A person decides", text: "A salary slip, which no machine reads.",
    documents: [{ type: "funds-proof", subtypes: ["salary-slip"] }],
  },
  {
    id: "one-attempt", name: "One attempt only", text: "A bill that has to be right the first time.",
    documents: [address({ subtypes: ["utility-bill"], maxAttempts: 1 })],
  },
  {
    id: "two-identities", name: "Two identity documents", text: "The same type twice.",
    documents: [identity({ subtypes: ["passport"] }), identity({ subtypes: ["id-card", "driver-license"] })],
  },
  {
    id: "credit-file", name: "Credit file first", text: "The bureau knows the customer: nothing else is asked.",
    documents: [{ type: "credit-file-proof" }, identity(), address()], customer: { firstName: "accept" },
  },
  {
    id: "credit-file-dual", name: "Credit file, two sources", text: "Spares identity and address; the funds are still asked for.",
    documents: [{ type: "credit-file-proof" }, identity(), { type: "funds-proof", subtypes: ["salary-slip"] }],
    customer: { firstName: "accept-dual" },
  },
  {
    id: "credit-file-refused", name: "Credit file refused", text: "The bureau knows nothing: the documents are asked for.",
    documents: [{ type: "credit-file-proof" }, identity()],
  },
  {
    id: "older", name: "A token without a request", text: "The older form: what is asked stands in the token.",
    documents: [identity()], form: "token",
  },
  { id: "hurry", name: "Three minutes left", text: "The link ends soon, and the page says so.", documents: [identity()], minutes: 3 },
];

export const preset = (id) => PRESETS.find((it) => it.id === id) ?? PRESETS[0];

export const newCustomerId = () => `customer-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;

/** The record as the API keeps customers: names on top, the same and the rest in the primary address. */
export function record(person) {
  const { dob, firstName, lastName } = person;
  const given = Object.fromEntries(Object.entries(person).filter(([, value]) => value));
  return {
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    ...(dob && { dob }),
    primaryAddress: given,
  };
}

/** The body of the request that a preset makes. */
export function order({ documents, customer = {}, minutes = 60, form }) {
  return {
    form,
    customerId: newCustomerId(),
    customer: record({ ...PERSON, ...customer }),
    documents,
    expirationTime: new Date(Date.now() + minutes * 60_000).toISOString(),
  };
}
