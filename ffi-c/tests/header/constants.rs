//! Constants: as enumerations, which debuggers and -Wswitch know, and as macros, which `#if` knows.

use std::fmt::Write as _;

use commdn::message::{
    Certainty, Chain, CmError, DialMode, GroupStatus, MessageType, OpenEnum, OptimizeBy, keys,
};

use crate::layout::{GROUPS, Group};
use crate::text::{comment, doc};

/// A constant of the header.
pub struct Constant {
    pub name: String,
    pub value: String,
    pub doc: String,
}

/// The constant that an item is, if it is one for C.
pub fn constant(item: &syn::Item) -> Option<Constant> {
    use quote::ToTokens as _;
    let syn::Item::Const(constant) = item else { return None };
    let name = constant.ident.to_string();
    if !name.starts_with("COMMDN_") {
        return None;
    }
    let value = constant.expr.to_token_stream().to_string().replace(' ', "");
    let value = match value.as_str() {
        "u64::MAX" => "UINT64_MAX".to_owned(),
        number if number.starts_with('-') => format!("({number})"),
        number => number.to_owned(),
    };
    Some(Constant { name, value, doc: doc(&constant.attrs) })
}

/// The constants of a header, those of a group together where its first one stands.
pub fn constants(all: &[Constant], out: &mut String) {
    let mut printed: Vec<&str> = Vec::new();
    for constant in all {
        match group_of(&constant.name) {
            None => {
                let _ = write!(out, "\n{}", comment(&constant.doc, ""));
                let _ = writeln!(out, "#define {} {}", constant.name, constant.value);
            }
            Some(group) if !printed.contains(&group.name) => {
                printed.push(group.name);
                let members = |other: &&Constant| {
                    group_of(&other.name).is_some_and(|its| its.name == group.name)
                };
                enumeration(group, &all.iter().filter(members).collect::<Vec<_>>(), out);
            }
            Some(_) => {}
        }
    }
}

fn group_of(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| name.starts_with(group.prefix))
}

fn enumeration(group: &Group, members: &[&Constant], out: &mut String) {
    let _ = write!(out, "\n{}", comment(group.doc, ""));
    let _ = writeln!(out, "typedef enum {} {{", group.name);
    for (place, member) in members.iter().enumerate() {
        let comma = if place + 1 == members.len() { "" } else { "," };
        out.push_str(&comment(&member.doc, "    "));
        let value = member.value.trim_matches(['(', ')']);
        let _ = writeln!(out, "    {} = {value}{comma}", member.name);
    }
    let _ = writeln!(out, "}} {};\n", group.name);
    for member in members {
        let _ = writeln!(out, "#define {} {}", member.name, member.value);
    }
}

/// The keys and numbers of user data, from the core's tables.
pub fn fields() -> (String, Vec<Constant>) {
    let mut text = String::from("\n/* The keys of user data. */\n");
    for key in keys::named() {
        // Links to other keys become their names in C.
        let doc = key
            .doc
            .join("\n")
            .replace("\n ", "\n")
            .trim()
            .replace("[`", "COMMDN_KEY_")
            .replace("`]", "")
            .replace('`', "\"");
        text.push_str(&comment(&doc, ""));
        let _ = writeln!(text, "#define COMMDN_KEY_{} \"{}\"", key.name, key.key);
    }
    text.push_str(&comment(
        "The text of COMMDN_KEY_MESSAGE when agents work on records that are to be cancelled.",
        "",
    ));
    let _ = writeln!(text, "#define COMMDN_ON_DESKTOP_MESSAGE \"{}\"", keys::ON_DESKTOP_MESSAGE);
    text.push_str("\n/* The values of GSW_CHAIN_ATTR. */\n");
    text.push_str("/** All records of the chain: what OCS does when the chain is not set. */\n");
    let _ = writeln!(text, "#define COMMDN_CHAIN_ALL \"{}\"", Chain::AllChain);
    text.push_str("/** The matching record only. */\n");
    let _ = writeln!(text, "#define COMMDN_CHAIN_RECORD_ONLY \"{}\"", Chain::RecordOnly);
    let mut all = Vec::new();
    numbers::<MessageType>("MESSAGE_TYPE", &mut all);
    numbers::<CmError>("CM_ERROR", &mut all);
    numbers::<DialMode>("DIAL_MODE", &mut all);
    numbers::<OptimizeBy>("OPTIMIZE_BY", &mut all);
    numbers::<GroupStatus>("GROUP_STATUS", &mut all);
    (text, all)
}

fn numbers<E: OpenEnum>(prefix: &str, out: &mut Vec<Constant>) {
    for entry in E::ENTRIES {
        let note = match entry.certainty {
            Certainty::Chapter => "",
            Certainty::NotApplicable => ", not used by the CommDN API",
            Certainty::Public => ", not in the manual's chapter",
            _ => ", inferred",
        };
        let number = entry.number;
        out.push(Constant {
            name: format!("COMMDN_{prefix}_{}", entry.label),
            value: if number < 0 { format!("({number})") } else { number.to_string() },
            doc: format!("{}{note}.", entry.name),
        });
    }
}
