//! The catalogues of all languages say the same things, and the key constants are those of the English one.

use super::Verdict;
use crate::locales;
use crate::paths::Paths;

pub fn parity(paths: &Paths) -> anyhow::Result<Verdict> {
    let catalogs = locales::read_all(paths)?;
    let Some(((first, english), others)) =
        catalogs.split_first().filter(|((first, _), _)| first == "en.json")
    else {
        return Ok(Verdict::Failed(vec!["locales/en.json is missing".to_owned()]));
    };
    let families_of_english =
        locales::differences(english, english).into_iter().map(|d| format!("{first}: {d}"));
    let of_others = others.iter().flat_map(|(name, catalog)| {
        locales::differences(english, catalog)
            .into_iter()
            .map(move |difference| format!("{name}: {difference}"))
    });
    Ok(Verdict::of(families_of_english.chain(of_others).collect()))
}

/// Words that nobody shows would be translated for nobody.
pub fn unused(paths: &Paths) -> anyhow::Result<Verdict> {
    let mut texts = String::new();
    for file in super::lengths::sources(&paths.root.join("src"))? {
        if file.extension().is_some_and(|kind| kind == "rs") && !file.ends_with("i18n/keys.rs") {
            texts.push_str(&std::fs::read_to_string(file)?);
        }
    }
    let catalogs = locales::read_all(paths)?;
    let english = catalogs.iter().filter(|(name, _)| name == "en.json");
    let found = english.flat_map(|(_, english)| locales::unused(english, &texts));
    Ok(Verdict::of(found.map(|message| format!("{message} is shown nowhere")).collect()))
}

pub fn keys(paths: &Paths) -> anyhow::Result<Verdict> {
    if locales::are_keys_current(paths)? {
        return Ok(Verdict::Passed);
    }
    Ok(Verdict::Failed(vec![
        "src/i18n/keys.rs is not what locales/en.json gives: cargo xtask locales".to_owned(),
    ]))
}
