//! What is printed from the description: a module for each language, each a list of files.
//!
//! Owns the list of languages and the writing of files. Must not know what a language looks like.

mod c;
mod cpp;
mod files;
mod markdown;
mod python;
mod template;
mod text;
mod values;

#[cfg(test)]
mod tests;

use commdn::description::{
    self, AttributeRow, ErrorRow, ItemField, NumberGroup, OptionRow, OptionsOf,
};
use commdn::message::keys::{self, KeyInfo};
use commdn::message::spec::{REQUESTS, RequestSpec};
use commdn::message::{ENUMS, EnumInfo};

pub use files::{Generated, check, write};

/// The description, as the languages are given it: a test may add rows.
pub struct Description {
    /// The options of every object, in the order of the tables.
    pub options: Vec<OptionRow>,
    /// What can go wrong, the kinds of the core first.
    pub errors: Vec<ErrorRow>,
    /// The attributes of messages.
    pub attributes: Vec<AttributeRow>,
    /// The requests, with what each must and may carry.
    pub requests: Vec<RequestSpec>,
    /// The enumerations of user data.
    pub enums: Vec<EnumInfo>,
    /// The keys of user data.
    pub keys: Vec<KeyInfo>,
    /// The fields of a sequence's items.
    pub item_fields: Vec<ItemField>,
    /// The library's own numbers.
    pub numbers: Vec<NumberGroup>,
}

impl Description {
    /// What the core has.
    pub fn of_the_core() -> Self {
        Self {
            options: description::OPTIONS.iter().copied().flatten().copied().collect(),
            errors: [description::ERRORS, description::C_ERRORS].concat(),
            attributes: description::ATTRIBUTES.to_vec(),
            requests: REQUESTS.to_vec(),
            enums: ENUMS.to_vec(),
            keys: keys::named(),
            item_fields: description::ITEM_FIELDS.to_vec(),
            numbers: description::NUMBERS.to_vec(),
        }
    }

    /// The options of these objects, in the order of the tables.
    pub fn options_of(&self, objects: &[OptionsOf]) -> impl Iterator<Item = &OptionRow> {
        self.options.iter().filter(move |row| objects.contains(&row.of))
    }
}

/// Everything that is printed.
pub fn files(api: &Description) -> Vec<Generated> {
    [c::files, cpp::files, python::files, markdown::files]
        .into_iter()
        .flat_map(|language| language(api))
        .collect()
}
