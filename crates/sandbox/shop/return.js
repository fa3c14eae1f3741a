// The page the customer returns to: the result in words.

import { watch } from "/shop/state.js";

const RESULTS = {
  success: ["You are verified", "Thank you. Every document was accepted and your account is ready."],
  partial: ["Nearly done", "Part of your documents was accepted. We are still looking at the rest and will write to you."],
  manual: ["We are looking at it", "Your documents arrived. A person looks at them and we will write to you."],
  back: ["You came back early", "Nothing is lost. You can go on with the verification whenever you like."],
  token_expired: ["The time is over", "The link has expired. Start again to get a new one."],
};

const query = new URLSearchParams(location.search);
const info = query.get("info") ?? "";
const [title, words] = RESULTS[info] ?? ["Welcome back", "We do not know yet how your verification went."];
document.querySelector("#title").textContent = title;
document.querySelector("#words").textContent = words;
document.querySelector("#info").textContent = RESULTS[info] ? info : "none";
document.querySelector("#result").dataset.info = RESULTS[info] ? info : "";

const request = query.get("request");
if (request) watch(request, document.querySelector("#state-body"));
else document.querySelector("#state").hidden = true;
