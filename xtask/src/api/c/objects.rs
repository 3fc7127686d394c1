//! Objects: what is mechanical in their life, their getters, and their calls without arguments.
//!
//! Owns the table of these functions, as C has them. What a function reads is an expression on the object in Rust.

use super::row_doc;
use crate::api::template::fill;

/// The form of a function; the template below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Makes an object.
    New,
    /// Makes a copy.
    Dup,
    /// Frees it.
    Free,
    /// Returns a value; NULL has the value that clears an output, -1 of a number that names something.
    Value,
    /// Returns a text, or NULL.
    Text,
    /// Returns an object that is a part of it, or NULL.
    View,
    /// The same of the part at an index.
    At,
    /// Gives a value, or the status that says why there is none.
    Get,
    /// Gives its descriptor.
    Descriptor,
    /// Does something that cannot fail.
    Call,
}

/// One function.
struct Function {
    name: &'static str,
    form: Form,
    /// The type of the value, with its output's name before it if it has one; the output's name alone of a new object.
    of: &'static str,
    /// What is read, made or done, in Rust.
    body: &'static str,
    doc: &'static [&'static str],
}

/// An object of C, in the file of that name.
struct Object {
    file: &'static str,
    name: &'static str,
    argument: &'static str,
    functions: &'static [Function],
}

macro_rules! objects {
    ($($file:literal $name:literal as $argument:literal {
        $($(#[doc = $doc:literal])+ $function:ident: $form:ident $(($of:literal))? $(= $body:literal)?;)+
    })+) => {
        &[$(Object {
            file: $file,
            name: $name,
            argument: $argument,
            functions: &[$(Function {
                name: stringify!($function),
                form: Form::$form,
                of: concat!($($of)?),
                body: concat!($($body)?),
                doc: &[$($doc),+],
            }),+],
        }),+]
    };
}

const OBJECTS: &[Object] = objects! {
    "error" "error" as "error" {
        /// Free an error.
        free: Free;
        /// What failed and the value at fault, in English; "" for NULL.
        message: Value("*const c_char") = "error.message().as_ptr()";
        /// The key of the attribute at fault, of COMMDN_ERR_INVALID_REQUEST; NULL if there is none.
        attribute: Text = "error.attribute()";
        /// The error number of T-Server (login, registration or the request refused) or of OCS.
        ///
        /// Errors:  COMMDN_ERR_NOT_FOUND if no server refused, or it gave no number.
        server_code: Get("out_code: i32") = "server_code_of(error)";
        /// Whether the same call may do better later, and repeating it does no harm; false for NULL.
        is_retryable: Value("bool") = "may_be_retried(error)";
        /// The event that refused the request, of COMMDN_ERR_OCS_REFUSED; NULL if there is none.
        event: View("commdn_event") = "event_of(error)";
        /// The request whose answer tells whether OCS acted, of COMMDN_ERR_OUTCOME_UNKNOWN; NULL if there is none.
        ///
        /// For a sequence there is none: ask for the status of the same schedule.
        status_query: View("commdn_request") = "status_query_of(error)";
    }
    "session_options" "session_options" as "session_options" {
        /// A copy.
        dup: Dup;
        /// Free the options; sessions opened with them keep their copy.
        free: Free;
    }
    "session_options" "cancel" as "cancel" {
        /// A cancel that is not thrown.
        new: New = "commdn_cancel::default()";
        /// Free a cancel; options that have it keep a copy, which nobody throws any more.
        free: Free;
        /// Throw it, for good: a session that is being opened with it is given up at once, as is each that is opened later.
        ///
        /// The open returns COMMDN_ERR_CLOSED. A session that is open already is left alone.
        throw: Call = "cancel.0.cancel()";
    }
    "dialect" "dialect" as "dialect" {
        /// A dialect with the defaults.
        new: New = "commdn_dialect::default()";
        /// Free a dialect.
        ///
        /// Owns:    Sessions opened with it keep their copy.
        free: Free;
    }
    "session" "session" as "session" {
        /// Free a session; it is closed first, if it is not.
        ///
        /// Owns:    What came from it (pending requests, answers, notices) stays yours.
        /// Threads: any, when nobody else uses `session`, but for its notice callback: a call of that is waited for, and may use it meanwhile. Also in a forked process, where nothing is closed.
        /// Blocks:  up to the option close_timeout_ms; a callback that takes longer must not use `session` any more.
        free: Free;
        /// Whether the session is over: closed, or its connection lost for good; true for NULL.
        is_over: Value("bool | true") = "session.session().is_over()";
        /// One descriptor for poll() and the like: readable when a notice may wait, or an outcome in any of
        /// the session's completion queues, and for ever once the session is over.
        ///
        /// Then call commdn_session_next_notice(), unless there is a notice callback, and
        /// commdn_completions_next() of every queue with 0 until each says COMMDN_ERR_TIMEOUT, which clears it.
        ///
        /// Owns:    the descriptor is the session's and ends with it; never read or close it.
        /// Errors:  COMMDN_ERR_INTERNAL if the system gives no descriptor.
        fd: Descriptor = "session.signals().fd()";
        /// A descriptor for notices only: readable when a notice may wait, and for ever once the session is over and no notice is left.
        ///
        /// Then call commdn_session_next_notice() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
        ///
        /// Owns:    the descriptor is the session's and ends with it; never read or close it.
        /// Errors:  COMMDN_ERR_INTERNAL if the system gives no descriptor.
        notice_fd: Descriptor = "session.notices().fd()";
    }
    "session" "stats" as "stats" {
        /// Free the counters.
        free: Free;
    }
    "request" "request" as "request" {
        /// A copy.
        dup: Dup;
        /// Free a request; one that was sent goes on.
        free: Free;
        /// What is asked: one of the COMMDN_MESSAGE_TYPE_REQ numbers, or another; -1 for NULL.
        message_type: Value("i32") = "request.request().message_type().0";
    }
    "pending" "pending" as "pending" {
        /// Give a request up and free it: it may still reach OCS, and its outcome is discarded.
        ///
        /// Owns:    The session may have been freed before.
        free: Free;
        /// The reference id that the request was sent with.
        reference_id: Get("out_id: i32") = "Ok(pending.reference_id())";
    }
    "answer" "answer" as "answer" {
        /// Free it; what its getters returned ends with it.
        free: Free;
        /// The event that acknowledged the request; NULL for NULL.
        ///
        /// Owns:    commdn_event_dup() makes a copy.
        event: View("commdn_event") = "answer.events().first()";
        /// How many events came: more than 1 only for a request to every OCS; 0 for NULL.
        event_count: Value("usize") = "answer.events().len()";
    }
    "event" "event" as "event" {
        /// A copy.
        dup: Dup;
        /// Free it; what its getters returned ends with it.
        ///
        /// Owns:    Never free what is const: it is another object's.
        free: Free;
        /// What the event tells: one of the COMMDN_MESSAGE_TYPE numbers, or another; -1 for NULL.
        message_type: Value("i32") = "event.event().message_type().0";
        /// Whether it is a refusal: CM_EvError, or any message with an error number other than 0; false for NULL.
        is_refusal: Value("bool") = "event.event().is_refusal()";
        /// The user data as it came, with the pairs that the API does not know; NULL for NULL.
        user_data: View("commdn_kvlist") = "Some(event.user_data())";
    }
    "completions" "completions" as "completions" {
        /// Free a queue; its open requests go on, and their outcomes are discarded.
        free: Free;
        /// A descriptor for this queue only: readable when an outcome may wait, and for ever once the session is over and none is left.
        ///
        /// Then call commdn_completions_next() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
        ///
        /// Owns:    the descriptor is the queue's and ends with it; never read or close it.
        /// Errors:  COMMDN_ERR_INTERNAL if the system gives no descriptor.
        fd: Descriptor = "completions.signal().fd()";
    }
    "notice" "notice" as "notice" {
        /// Free it; what its getters returned ends with it.
        ///
        /// Owns:    Never free what a callback is given.
        free: Free;
        /// Its kind: one of the COMMDN_NOTICE numbers, or another; -1 for NULL.
        kind: Value("i32") = "notice.kind";
        /// The event, of the first three kinds; NULL for the others.
        ///
        /// Owns:    commdn_event_dup() makes a copy.
        event: View("commdn_event") = "notice.event.as_ref()";
        /// Why the connection is lost, of COMMDN_NOTICE_DISCONNECTED; NULL for the others.
        error: View("commdn_error") = "notice.error.as_ref()";
    }
    "outbox_options" "outbox_options" as "options" {
        /// Options with their defaults.
        new: New("out_outbox_options") = "commdn_outbox_options::default()";
        /// Free options; outboxes that were opened with them keep their copy.
        free: Free;
    }
    "outbox_options" "outbox_submit_options" as "options" {
        /// Options with their defaults.
        new: New("out_outbox_submit_options") = "commdn_outbox_submit_options::default()";
        /// Free options.
        free: Free;
    }
    "outbox" "outbox" as "outbox" {
        /// Free an outbox; sending is stopped first.
        ///
        /// Owns:    What came from it (outcomes, entries) stays yours.
        /// Threads: any, when nobody else uses `outbox`; also in a forked process, where nothing is stopped.
        /// Blocks:  up to 2 seconds for requests under way.
        free: Free;
        /// Whether a session is attached that is not over; false for NULL.
        is_attached: Value("bool") = "outbox.is_attached()";
        /// A descriptor for poll() and the like: readable when this process may have recorded an outcome, or
        /// the session that the outbox is attached to has ended, which commdn_outbox_is_attached() tells.
        ///
        /// Then call commdn_outbox_next_outcome() with the cursor of the last outcome until it says
        /// COMMDN_ERR_NOT_FOUND, which clears it. Outcomes that other processes record are found in the same
        /// way, but do not make it readable.
        ///
        /// Owns:    the descriptor is the outbox's and ends with it; never read or close it.
        /// Errors:  COMMDN_ERR_INTERNAL if the system gives no descriptor.
        fd: Descriptor = "outbox.signal().fd()";
    }
    "outbox" "outbox_outcome" as "outcome" {
        /// Free an outcome; what its getters returned ends with it.
        free: Free;
        /// The number of its entry; 0 for NULL.
        id: Value("u64") = "outcome.outcome.id.0";
        /// Its place in the order in which outcomes were recorded, for commdn_outbox_next_outcome(); 0 for NULL.
        cursor: Value("u64") = "outcome.outcome.cursor";
        /// How the entry ended, a COMMDN_OUTCOME number; -1 for NULL.
        kind: Value("i32") = "outcome.outcome.kind.number().into()";
        /// How often it was sent, or may have been; 0 for NULL.
        attempts: Value("u32") = "outcome.outcome.attempts";
        /// When it was recorded, in milliseconds since 1970 UTC; 0 for NULL.
        time_ms: Value("u64") = "outcome.outcome.time";
        /// The key that the entry was submitted under; NULL if there is none.
        key: Text = "outcome.key.as_ref()";
        /// The event that acknowledged the request; NULL if there is none, or it is not kept.
        event: View("commdn_event") = "outcome.event.as_ref()";
        /// Why the request was not acknowledged; NULL if it was.
        error: View("commdn_error") = "outcome.error.as_ref()";
    }
    "outbox" "outbox_entry" as "entry" {
        /// Free an entry; what its getters returned ends with it.
        free: Free;
        /// Its number; 0 for NULL.
        id: Value("u64") = "entry.entry.id.0";
        /// Where it stands, a COMMDN_ENTRY number; -1 for NULL.
        state: Value("i32") = "entry.entry.state.number().into()";
        /// The kind of request, a COMMDN_MESSAGE_TYPE number; 0 for NULL.
        message_type: Value("i32 | 0") = "entry.entry.message_type.0";
        /// How often it was sent, or may have been; 0 for NULL.
        attempts: Value("u64") = "entry.entry.attempts.into()";
        /// When it was submitted, in milliseconds since 1970 UTC; 0 for NULL.
        created_ms: Value("u64") = "entry.entry.created";
        /// When it is tried next, in milliseconds since 1970 UTC; 0 if it does not wait for its time.
        next_try_ms: Value("u64") = "entry.entry.next_try.unwrap_or(0)";
        /// When it is given up as too old, in milliseconds since 1970 UTC; 0 for never.
        expires_ms: Value("u64") = "entry.entry.expires.unwrap_or(0)";
        /// The key that it was submitted under; NULL if there is none.
        key: Text = "entry.key.as_ref()";
        /// The request; NULL if the file is damaged.
        request: View("commdn_request") = "entry.request.as_ref()";
        /// Its outcome; NULL if it has none.
        outcome: View("commdn_outbox_outcome") = "entry.outcome.as_ref()";
    }
    "kvlist" "kvlist" as "list" {
        /// A new empty list.
        new: New = "commdn_kvlist::new(KvList::new())";
        /// A copy of a list, nested lists included.
        dup: Dup;
        /// Free a list; what its getters returned ends with it.
        ///
        /// Owns:    Never free what is const: it is another object's.
        free: Free;
        /// Number of pairs on the top level; 0 for NULL.
        count: Value("usize") = "list.list().len()";
        /// Levels of nested lists below this one; 0 for NULL.
        depth: Value("usize") = "list.list().depth()";
        /// Bytes that packing the list takes, exactly; 0 for NULL.
        packed_bytes: Value("usize") = "list.list().packed_len()";
    }
    "schedule" "schedule" as "schedule" {
        /// A sequence without items.
        new: New = "commdn_schedule::new(Schedule::default())";
        /// A copy.
        dup: Dup;
        /// Free it; what its getters returned ends with it.
        free: Free;
        /// The description; NULL if there is none.
        description: Text = "schedule.description()";
        /// How many items there are; 0 for NULL.
        item_count: Value("usize") = "schedule.schedule().items.len()";
        /// When the sequence starts, seconds since 1970 (UTC).
        ///
        /// Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
        start_time: Get("out_seconds: i32") = "known(schedule.schedule().start_time)";
        /// The number of items that the sender announced (nItems), whatever came.
        ///
        /// Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
        announced_items: Get("out_items: i32") = "known(schedule.schedule().announced_items)";
    }
    "simulator" "simulator" as "simulator" {
        /// Stop and free a simulator; sessions with it lose their connection.
        ///
        /// Blocks:  until its threads have ended, which they do at once.
        free: Free;
        /// Stop a simulator without freeing it: sessions with it lose their connection.
        ///
        /// Owns:    the simulator must still be freed.
        /// Blocks:  until its threads have ended, which they do at once.
        stop: Call = "simulator.stop()";
    }
    "directory" "directory" as "directory" {
        /// Free it; objects of it end with it.
        free: Free;
        /// How many objects it has; 0 for NULL.
        count: Value("usize") = "directory.objects().len()";
        /// The object at `index`; NULL if there is none.
        at: At("commdn_directory_object") = "directory.objects().get(index)";
    }
    "directory" "directory_object" as "object" {
        /// Its kind, a COMMDN_NOUN number; 0 for NULL.
        kind: Value("i32 | 0") = "object.object().kind().number()";
        /// Its DBID; 0 for NULL.
        dbid: Value("i32 | 0") = "object.object().dbid()";
        /// Its name, of a DN its number; NULL for NULL.
        name: Text = "Some(object.name())";
    }
    "site" "site" as "site" {
        /// Free it; settings and aliases of it end with it.
        free: Free;
        /// Its name; NULL if it is only what stands above all sections.
        name: Text = "site.name.as_ref()";
        /// The file that it was read from; NULL for NULL.
        path: Text = "Some(&site.path)";
        /// Its server, or a primary and its backups with commas between, as commdn_session_open() takes them; NULL if it has none.
        server: Text = "site.server.as_ref()";
        /// How many keys are set; 0 for NULL.
        setting_count: Value("usize") = "site.settings.len()";
        /// The setting at `index`, those of the site's section first; NULL if there is none.
        setting_at: At("commdn_site_setting") = "site.settings.get(index)";
        /// How many names it gives to DBIDs; 0 for NULL.
        alias_count: Value("usize") = "site.aliases.len()";
        /// The alias at `index`; NULL if there is none.
        alias_at: At("commdn_site_alias") = "site.aliases.get(index)";
    }
    "site" "site_alias" as "alias" {
        /// "campaign", "group", "ocs" or "application"; NULL for NULL.
        kind: Text = "Some(&alias.kind)";
        /// The name; NULL for NULL.
        name: Text = "Some(&alias.name)";
        /// The DBID; 0 for NULL.
        dbid: Value("i32 | 0") = "alias.dbid";
        /// Of a campaign, the DBID of the group that it is dialled for; 0 if that is not told.
        group: Value("i32 | 0") = "alias.group";
        /// Its line in the file, from 1 on; 0 for NULL.
        line: Value("u32") = "alias.line";
    }
    "site" "site_setting" as "setting" {
        /// Its key; NULL for NULL.
        key: Text = "Some(&setting.key)";
        /// Its value as a text; of a password where it is, never what. NULL for NULL.
        text: Text = "Some(&setting.text)";
        /// Its value as a number: a DBID, also where the file has a name for it, or milliseconds.
        ///
        /// Errors:  COMMDN_ERR_NOT_FOUND if it is neither a DBID nor a time.
        number: Get("out_number: i64") = "setting.number()";
        /// How many DBIDs it has, of "expect": the OCS that must answer a request to every OCS; 0 for NULL.
        dbid_count: Value("usize") = "setting.dbids.len()";
        /// Its line in the file, from 1 on; 0 for NULL.
        line: Value("u32") = "setting.line";
        /// The site whose section it stands in; NULL if it stands above all sections and holds for each.
        section: Text = "setting.section.as_ref()";
    }
    "host" "host" as "host" {
        /// Free a host; its session loses its connection.
        free: Free;
        /// The application lost its connection: the session has none until commdn_host_connected().
        disconnected: Call = "host.0.disconnected()";
        /// The application has its connection again, and has registered the DN: the session goes on, or another one may be opened.
        ///
        /// Needed only after commdn_host_disconnected(). The session looks for it at the times of its reconnecting.
        connected: Call = "host.0.connected()";
        /// The DN is out of service (EventDNOutOfService, 147): the session holds its requests until commdn_host_in_service().
        ///
        /// A session that is opened later learns of it, too.
        out_of_service: Call = "host.0.service(false)";
        /// The DN is back in service (EventDNBackInService, 148): the session sends what it has held.
        in_service: Call = "host.0.service(true)";
        /// T-Server took the DN's registration away, which nobody had asked for (EventUnregistered): the session holds its requests.
        ///
        /// Register the DN again, and call commdn_host_registered(). A session that waits for that longer than its
        /// connect_timeout treats its connection as lost.
        unregistered: Call = "host.0.unregistered()";
        /// The application has registered the DN again: the session goes on. The DN is in service until it is said otherwise.
        ///
        /// Needed only after commdn_host_unregistered().
        registered: Call = "host.0.registered()";
    }
};

/// The files that have objects.
pub fn files() -> impl Iterator<Item = &'static str> {
    OBJECTS.iter().map(|object| object.file)
}

/// The functions of the objects in a file.
pub fn functions(file: &str) -> Vec<String> {
    let objects = OBJECTS.iter().filter(|object| object.file == file);
    objects
        .flat_map(|object| object.functions.iter().map(|function| print(object, function)))
        .collect()
}

fn print(object: &Object, function: &Function) -> String {
    let Object { name, argument, .. } = object;
    let doc = row_doc(function.doc);
    let mut values = vec![("doc", doc.as_str()), ("object", *name)];
    if !matches!(function.form, Form::New | Form::Dup | Form::Free) {
        values.push(("function", function.name));
    }
    let output = match (function.form, function.of) {
        (Form::New, "") | (Form::Dup, _) => format!("out_{argument}"),
        (Form::New, output) => output.to_owned(),
        (Form::Get, of) => of.split_once(": ").unwrap_or_default().0.to_owned(),
        _ => String::new(),
    };
    let (of, fallback) = match function.of.split_once(" | ") {
        Some(parts) => parts,
        None => (function.of, fallback(function.of)),
    };
    let template = match function.form {
        Form::New => NEW,
        Form::Dup => DUP,
        Form::Free => FREE,
        Form::Value => VALUE,
        Form::Text => TEXT,
        Form::View => VIEW,
        Form::At => AT,
        Form::Get => GET,
        Form::Descriptor => DESCRIPTOR,
        Form::Call => CALL,
    };
    let of = of.split_once(": ").map_or(of, |(_, of)| of);
    let body = closure(function, argument);
    for (mark, value) in [
        ("argument", *argument),
        ("output", output.as_str()),
        ("of", of),
        ("fallback", fallback),
        ("body", body.as_str()),
    ] {
        if template.contains(&format!("@{mark}@")) {
            values.push((mark, value));
        }
    }
    fill(template, &values)
}

/// What is read, made or done as a closure; a function that alone does it stands for itself.
fn closure(function: &Function, argument: &str) -> String {
    let (body, parameter) = match function.form {
        Form::New => (function.body, ""),
        _ => (function.body, argument),
    };
    match body.strip_suffix(&format!("({parameter})")) {
        Some(path) if path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':') => {
            path.to_owned()
        }
        _ => format!("|{parameter}| {body}"),
    }
}

fn fallback(of: &str) -> &'static str {
    match of {
        "bool" => "false",
        "i32" => "-1",
        "*const c_char" => "c\"\".as_ptr()",
        _ => "0",
    }
}

const NEW: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_new(@output@: OutOwned<commdn_@object@>) -> commdn_status {
    ffi_new(@output@, @body@)
}
"#;

const DUP: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_dup(
    @argument@: Borrowed<commdn_@object@>,
    @output@: OutOwned<commdn_@object@>,
) -> commdn_status {
    ffi_dup(@argument@, @output@)
}
"#;

const FREE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_free(@argument@: Owned<commdn_@object@>) {
    ffi_free(@argument@)
}
"#;

const VALUE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(@argument@: Borrowed<commdn_@object@>) -> @of@ {
    ffi_read(@argument@, @fallback@, @body@)
}
"#;

const TEXT: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(@argument@: Borrowed<commdn_@object@>) -> *const c_char {
    ffi_text(@argument@, @body@)
}
"#;

const VIEW: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(@argument@: Borrowed<commdn_@object@>) -> *const @of@ {
    ffi_view(@argument@, @body@)
}
"#;

const AT: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(
    @argument@: Borrowed<commdn_@object@>,
    index: usize,
) -> *const @of@ {
    ffi_view(@argument@, @body@)
}
"#;

const GET: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(
    @argument@: Borrowed<commdn_@object@>,
    @output@: Out<@of@>,
) -> commdn_status {
    ffi_get(@argument@, @output@, @body@)
}
"#;

const DESCRIPTOR: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(
    @argument@: Borrowed<commdn_@object@>,
    out_fd: Out<commdn_fd>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(@argument@, (out_fd, "out_fd"), out_error, @body@)
}
"#;

const CALL: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@object@_@function@(@argument@: Borrowed<commdn_@object@>) -> commdn_status {
    ffi_do(@argument@, @body@)
}
"#;
