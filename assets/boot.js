// Starts the app. External because a strict Content-Security-Policy refuses inline scripts; the hashed addresses come
// from the preload links that the build writes into the page (see Trunk.toml).
const address = (id) => document.getElementById(id).href;

const { default: init } = await import(address("kyc-js"));
await init({ module_or_path: address("kyc-wasm") });
