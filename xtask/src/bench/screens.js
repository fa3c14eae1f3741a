// The app's screens, seen and pressed by a script in its page. The first argument holds the words of its buttons.
const words = arguments[0];
const main = () => document.querySelector("main[data-kyc-screen]");
const sees = (name) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${main()?.dataset.kycScreen} instead of ${name}`)), 30000);
    const look = () => main()?.dataset.kycScreen === name && (clearTimeout(timer), observer.disconnect(), resolve());
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-kyc-screen"] });
    look();
  });
const press = (key) => [...document.querySelectorAll("button")].find((button) => button.textContent.includes(words[key])).click();
