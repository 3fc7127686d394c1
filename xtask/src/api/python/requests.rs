//! The requests: as functions of `commdn.requests`, and as methods of both kinds of sessions.

use commdn::description::AttributeRow;
use commdn::message::spec::RequestSpec;
use commdn::message::{Attribute, MessageType};

use super::attributes::argument_type;
use super::{PRINTED, WIDTH, docstring};
use crate::api::template::fill;
use crate::api::text::{self, Language, upper};
use crate::api::{Description, Generated};

const MODULE: &str = r#"
"""A function for each request.

@printed@
"""

from __future__ import annotations

from .._native import KVList, Request, _record_request
from ..enums import DialMode, MessageType, OptimizeBy
from ..records import DialingPriority, Schedule
from ..typing import PairsLike

__all__ = [
    @names@
]

# Plain numbers: bulk jobs make many requests, and a member of an enumeration is slow to look up.
@numbers@


@functions@
"#;

const FUNCTION: &str = r#"
def @name@(
    @arguments@
) -> Request:
    @doc@
    @body@
"#;

const METHODS: &str = r#"
"""A method of a session for each request@where@.

@printed@
"""

from __future__ import annotations

from abc import ABC, abstractmethod
@collections@
from typing import Any, overload

from .. import requests
from .._native import (
    CampaignAnswer,
    KVList,
    RecordAnswer,
    Request,
    SequenceAnswer,
    StatusAnswer,
)
from ..enums import DialMode, OptimizeBy
from ..records import DialingPriority, Schedule
from ..typing import PairsLike, Timeout

__all__ = ["RequestMethods"]


class RequestMethods(ABC):
    """Each is a `call` of the request of that name in `commdn.requests`."""

    #abstract
    def _dbid(self, noun: str, value: Any) -> Any:
        """The DBID of a name, by the session's directory; a number stays what it is."""

    #abstract
    def call(self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1) -> Any:
        """Send a request and wait for its answer."""

@methods@
"#;

const METHOD: &str = r#"
    def @name@(
        self,
        @arguments@
        timeout: Timeout = ...,
        @answers@
    ) -> @returns@:
        @doc@
        request = requests.@name@(
            @given@
        )
        answer: @returns@ = self.call(request, @options@)
        return answer
"#;

const OVERLOAD: &str = r#"
    #overload
    def @name@(
        self,
        @arguments@
        timeout: Timeout = ...,
    ) -> @returns@: ...
"#;

/// Whose methods are printed.
struct Session {
    path: &'static str,
    module: &'static str,
    collections: &'static str,
    /// What a call gives, around its answer.
    returns: [&'static str; 2],
}

const SESSIONS: [Session; 2] = [
    Session {
        path: "python/commdn/_generated/methods.py",
        module: "",
        collections: "",
        returns: ["", ""],
    },
    Session {
        path: "python/commdn/_generated/aio_methods.py",
        module: ", for asyncio",
        collections: "from collections.abc import Coroutine",
        returns: ["Coroutine[Any, Any, ", "]"],
    },
];

pub fn files(api: &Description) -> Vec<Generated> {
    let requests: Vec<One> = api.requests.iter().map(|spec| One::of(spec, api)).collect();
    let mut names: Vec<String> =
        requests.iter().map(|one| format!("\"{}\",\n", one.spec.name)).collect();
    names.sort_unstable();
    let names = names.concat();
    let numbers =
        requests.iter().map(|one| format!("{} = int(MessageType.{})\n", one.constant(), one.label));
    let functions: Vec<String> = requests.iter().map(One::function).collect();
    let module = fill(
        MODULE,
        &[
            ("printed", PRINTED),
            ("names", &names),
            ("numbers", &numbers.collect::<String>()),
            ("functions", &functions.join("\n\n")),
        ],
    );
    let listed: String = names.lines().map(|line| format!("    {line}\n")).collect();
    let mut files = vec![
        Generated::file("python/commdn/_generated/requests.py", module),
        Generated::part("python/commdn/requests.py", "names", listed),
    ];
    files.extend(SESSIONS.iter().map(|session| methods(session, &requests)));
    files
}

fn methods(session: &Session, requests: &[One<'_>]) -> Generated {
    let methods: Vec<String> = requests.iter().map(|one| one.method(session)).collect();
    let text = fill(
        METHODS,
        &[
            ("where", session.module),
            ("printed", PRINTED),
            ("collections", session.collections),
            ("methods", &methods.join("\n")),
        ],
    );
    let text =
        text.replace("#abstract\n", "@abstractmethod\n").replace("#overload\n", "@overload\n");
    Generated::file(session.path, text)
}

/// One request, as Python has it.
struct One<'a> {
    spec: &'a RequestSpec,
    /// The name of its number.
    label: &'static str,
    /// What it takes, those that are given by place first.
    attributes: Vec<&'a AttributeRow>,
    /// Whether it is about a record, not a campaign.
    of_record: bool,
}

/// Arguments that are given by place.
const BY_PLACE: &[&str] = &["campaign", "group", "phone"];

impl<'a> One<'a> {
    fn of(spec: &'a RequestSpec, api: &'a Description) -> Self {
        let takes = |row: &&AttributeRow| {
            let attribute = Attribute::ALL.iter().find(|one| format!("{one:?}") == row.variant);
            row.settable && row.name != "target" && attribute.is_some_and(|one| spec.takes(*one))
        };
        let mut attributes: Vec<&AttributeRow> = api.attributes.iter().filter(takes).collect();
        attributes.sort_by_key(|row| !BY_PLACE.contains(&row.name));
        let messages = api.enums.iter().find(|row| row.name == "MessageType");
        let entries = messages.map_or(&[][..], |row| row.entries);
        let entry = entries.iter().find(|entry| entry.number == spec.request.0);
        Self {
            spec,
            label: entry.map_or("", |entry| entry.label),
            attributes,
            of_record: spec.takes(Attribute::Phone),
        }
    }

    fn constant(&self) -> String {
        format!("_{}", upper(self.spec.name))
    }

    /// Whether a sequence may stand for the campaign.
    fn may_be_sequence(&self) -> bool {
        self.spec.takes(Attribute::Schedule)
    }

    /// The arguments of a signature; those in `given` must be given, those in `left_out` are not there. With `names`
    /// a DBID may be a name.
    fn signature(&self, given: &[&str], left_out: &[&str], names: bool) -> String {
        let mut text = String::new();
        let mut by_place = true;
        for row in self.attributes.iter().filter(|row| !left_out.contains(&row.name)) {
            if by_place && !BY_PLACE.contains(&row.name) {
                by_place = false;
                text += "*,\n";
            }
            let kind = match noun(row.name) {
                Some(_) if names => "int | str".to_owned(),
                _ => argument_type(row),
            };
            text += &match given.contains(&row.name) {
                true => format!("{}: {kind},\n", row.name),
                false => format!("{}: {kind} | None = None,\n", row.name),
            };
        }
        if by_place {
            text += "*,\n";
        }
        let target = if names { "int | str" } else { "int" };
        text +=
            &format!("target: {target} | None = None,\nextra: KVList | PairsLike | None = None,\n");
        if self.of_record {
            text += "as_is: bool = False,\n";
        }
        text
    }

    /// The arguments that must be given.
    fn must(&self) -> &'static [&'static str] {
        if self.of_record || self.may_be_sequence() { &[] } else { &["campaign", "group"] }
    }

    /// What is said of it and its arguments; `more` are arguments of a call.
    fn doc(&self, indent: usize, more: &[&str]) -> String {
        let mut paragraphs = text::doc(self.spec.doc, Language::Python);
        let summary = paragraphs.remove(0);
        let mut items: Vec<String> = self.attributes.iter().map(|row| item(row)).collect();
        if let Some(schedule) = items.iter_mut().find(|item| item.starts_with("`schedule`")) {
            schedule.push_str(" In place of a campaign.");
        }
        items.push(match self.spec.target_zero {
            true => "`target`: DBID of the OCS to ask, whatever the session's is; 0 asks every OCS on the DN.".to_owned(),
            false => "`target`: DBID of the OCS to ask, whatever the session's is.".to_owned(),
        });
        items.push("`extra`: further pairs of user data.".to_owned());
        if self.of_record {
            items.push(
                "`as_is`: send `phone` unharmed; without it its digits are sent, read in any notation of \
                 `normalize_phone`."
                    .to_owned(),
            );
        }
        items.extend(more.iter().map(|text| (*text).to_owned()));
        let wrapped = |item: &String| {
            text::comment(std::slice::from_ref(item), "", WIDTH - indent - 4)
                .replace('\n', "\n    ")
                + "\n"
        };
        let paragraph =
            |text: &String| text::comment(std::slice::from_ref(text), "", WIDTH - indent) + "\n\n";
        let head = docstring(&[summary, "x".to_owned()], indent);
        let head = head.split("\n\n").next().unwrap_or_default().to_owned();
        let list: String = items.iter().map(wrapped).collect();
        let middle: String = paragraphs.iter().map(paragraph).collect();
        format!("{head}\n\n{middle}{list}\"\"\"\n")
    }

    fn function(&self) -> String {
        let has = |name: &str| self.attributes.iter().any(|row| row.name == name);
        let body = if self.of_record {
            let names = ["phone", "customer_id", "campaign_name", "chain"];
            let names = names.map(|name| if has(name) { name } else { "None" });
            format!(
                "return _record_request(\n    {}, {}, target, extra, as_is\n)\n",
                self.constant(),
                names.join(", ")
            )
        } else {
            let given = self.attributes.iter().map(|row| format!("    {0}={0},\n", row.name));
            format!(
                "return Request(\n    {},\n{}    target=target,\n    extra=extra,\n)\n",
                self.constant(),
                given.collect::<String>()
            )
        };
        fill(
            FUNCTION,
            &[
                ("name", self.spec.name),
                ("arguments", &self.signature(self.must(), &[], false)),
                ("doc", &self.doc(4, &[])),
                ("body", &body),
            ],
        )
    }

    /// The class of its answer.
    fn answer(&self) -> &'static str {
        if self.of_record { "RecordAnswer" } else { "CampaignAnswer" }
    }

    fn method(&self, session: &Session) -> String {
        let [before, after] = session.returns;
        let returns = |class: &str| format!("{before}{class}{after}");
        let mut given: String = self
            .attributes
            .iter()
            .map(|row| format!("{}={},\n", row.name, by_name(row.name)))
            .collect();
        given += &format!("target={},\nextra=extra,\n", by_name("target"));
        let mut more = vec![
            "`timeout`: until the request is given up; omitted, the session's. See `call` for what is raised.",
        ];
        if self.of_record {
            given += "as_is=as_is,\n";
            more.push("`answers`: of `target` 0, see `call`.");
        }
        let answers = if self.of_record { "answers: int | None = 1," } else { "" };
        let options =
            if self.of_record { "timeout=timeout, answers=answers" } else { "timeout=timeout" };
        let method = fill(
            METHOD,
            &[
                ("name", self.spec.name),
                ("arguments", &self.signature(self.must(), &[], true)),
                ("answers", answers),
                ("returns", &returns(self.answer())),
                ("doc", &self.doc(8, &more)),
                ("given", &given),
                ("options", options),
            ],
        );
        if self.spec.answers != [MessageType::EV_CAMPAIGN_STATUS] {
            return method;
        }
        // What it is asked for tells which answer comes.
        let overload = |given: &[&str], left_out: &[&str], class: &str| {
            fill(
                OVERLOAD,
                &[
                    ("name", self.spec.name),
                    ("arguments", &self.signature(given, left_out, true)),
                    ("returns", &returns(class)),
                ],
            )
        };
        let campaign = overload(&["campaign", "group"], &["schedule"], "StatusAnswer");
        let sequence = overload(&["schedule"], &[], "SequenceAnswer");
        format!("{campaign}\n{sequence}\n{method}")
    }
}

/// What a name is looked up as, where a DBID is asked for.
fn noun(attribute: &str) -> Option<&'static str> {
    match attribute {
        "campaign" => Some("campaign"),
        "group" => Some("group"),
        "target" => Some("ocs"),
        _ => None,
    }
}

/// The argument that a method passes on.
fn by_name(attribute: &str) -> String {
    match noun(attribute) {
        Some(noun) => format!("self._dbid(\"{noun}\", {attribute})"),
        None => attribute.to_owned(),
    }
}

fn item(row: &AttributeRow) -> String {
    format!("`{}`: {}", row.name, text::doc(row.doc, Language::Python).join(" "))
}
