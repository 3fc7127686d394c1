//! Options of an object: sections with names and values.

use crate::kvlist::{KvError, KvList, KvRef};

/// Sections of options; in Configuration Server the tab Options, of a DN the Annex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Options(Vec<(String, Vec<(String, String)>)>);

impl Options {
    /// No options.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Add an option.
    pub fn add(
        &mut self,
        section: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<String>,
    ) {
        let (section, option) = (section.into(), (name.into(), value.into()));
        match self.0.iter_mut().find(|(known, _)| *known == section) {
            Some((_, options)) => options.push(option),
            None => self.0.push((section, vec![option])),
        }
    }

    /// The value of an option; names of sections and options are compared without case.
    #[must_use]
    pub fn get(&self, section: &str, name: &str) -> Option<&str> {
        let named = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.sections()
            .filter(|(known, _)| known.eq_ignore_ascii_case(section))
            .find_map(|(_, options)| options.iter().find(named))
            .map(|(_, value)| value.as_str())
    }

    /// Every section with its options, in order.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &[(String, String)])> {
        self.0.iter().map(|(section, options)| (section.as_str(), options.as_slice()))
    }

    /// Every option: section, name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.sections().flat_map(|(section, options)| {
            options.iter().map(move |(name, value)| (section, name.as_str(), value.as_str()))
        })
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn read(list: KvRef<'_>) -> Self {
        let mut options = Self::new();
        for section in list.pairs() {
            let Some((name, pairs)) = section.key.utf8().zip(section.value.as_list()) else {
                continue;
            };
            for pair in pairs.pairs() {
                let value = pair.value.to_text(crate::kvlist::Charset::Utf8);
                if let Some((key, value)) = pair.key.utf8().zip(value) {
                    options.add(name, key, value);
                }
            }
        }
        options
    }

    pub(super) fn write(&self) -> Result<KvList, KvError> {
        let mut list = KvList::new();
        for (section, options) in self.sections() {
            let mut pairs = KvList::new();
            for (name, value) in options {
                pairs.add_string(name, value)?;
            }
            list.add_list(section, pairs.view())?;
        }
        Ok(list)
    }
}
