//! Path templates: `/kyc-documents/{id}/review`.

use super::document::LoadError;

/// A template, segment by segment.
#[derive(Debug)]
pub struct Template {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    Fixed(String),
    Parameter { before: String, name: String, after: String },
}

/// The values of a path's parameters by their names.
pub type Parameters<'a> = Vec<(&'a str, &'a str)>;

impl Template {
    pub fn parse(text: &str) -> Result<Self, LoadError> {
        let segments = text.trim_matches('/').split('/').map(Segment::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), segments })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many segments hold a parameter; where several templates fit, the one with the fewest is meant.
    pub fn openness(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Parameter { .. })).count()
    }

    /// The parameters' values, when the path fits.
    pub fn fit<'a>(&'a self, path: &'a str) -> Option<Parameters<'a>> {
        let mut parts = path.trim_start_matches('/').split('/');
        let mut parameters = Vec::new();
        for segment in &self.segments {
            let part = parts.next()?;
            match segment {
                Segment::Fixed(text) if text == part => {}
                Segment::Fixed(_) => return None,
                Segment::Parameter { before, name, after } => {
                    let value = part.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                    parameters.push((name.as_str(), Some(value).filter(|value| !value.is_empty())?));
                }
            }
        }
        parts.next().is_none().then_some(parameters)
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, LoadError> {
        let Some((before, rest)) = text.split_once('{') else { return Ok(Self::Fixed(text.to_owned())) };
        match rest.split_once('}') {
            Some((name, after)) if !after.contains('{') => Ok(Self::Parameter {
                before: before.to_owned(),
                name: name.to_owned(),
                after: after.to_owned(),
            }),
            _ => Err(LoadError::new(format!("the path segment {text} cannot be handled"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_fits_whole_paths_and_names_the_values() {
        let template = Template::parse("/kyc-documents/{id}/review").unwrap();
        assert_eq!(template.fit("/kyc-documents/d1/review"), Some(vec![("id", "d1")]));
        assert_eq!(template.fit("/kyc-documents/d1"), None);
        assert_eq!(template.fit("/kyc-documents/d1/review/x"), None);
        assert_eq!(template.fit("/kyc-documents//review"), None);
        assert_eq!(template.fit("/files/d1/review"), None);
    }

    #[test]
    fn a_parameter_may_be_a_part_of_a_segment() {
        let template = Template::parse("/files/{id}.json").unwrap();
        assert_eq!(template.fit("/files/f1.json"), Some(vec![("id", "f1")]));
        assert_eq!(template.fit("/files/f1"), None);
        assert!(Template::parse("/files/{a}-{b}").is_err());
    }
}
