//! Makes a call of every C function from the header: `$OUT_DIR/calls.rs`, read by `src/capi.rs`.
//!
//! What an argument is follows from its type and name, as the header's conventions have it:
//! outputs are `out_…`, `x` and `x_bytes` belong together, arrays and `x_n` do, `_free` takes what it
//! gets, and `timeout_ms` is short.

use std::fmt::Write;
use std::path::Path;

/// A function of the header.
struct Function {
    result: String,
    name: String,
    /// Type and name of each parameter.
    parameters: Vec<(String, String)>,
}

fn main() {
    let header = Path::new("../include/commdn.h");
    println!("cargo:rerun-if-changed={}", header.display());
    println!("cargo:rerun-if-changed=build.rs");
    let text = with_included(header);
    let functions = functions(&text);
    assert!(functions.len() > 150, "only {} functions found", functions.len());
    let out = std::env::var_os("OUT_DIR").expect("cargo sets it");
    let called: Vec<Function> = functions.into_iter().filter(is_called).collect();
    std::fs::write(Path::new(&out).join("calls.rs"), generated(&called))
        .expect("cargo's folder takes it");
}

/// The header's text, and behind it that of the headers of its own that it includes.
fn with_included(header: &Path) -> String {
    let mut text = std::fs::read_to_string(header).expect("the header is committed");
    let names = text.lines().filter_map(|line| line.strip_prefix("#include \"")?.strip_suffix('"'));
    let paths: Vec<_> = names.map(|name| header.with_file_name(name)).collect();
    for path in paths {
        println!("cargo:rerun-if-changed={}", path.display());
        text.push_str(&std::fs::read_to_string(path).expect("the header is committed"));
    }
    text
}

/// The header's functions, in its order.
fn functions(header: &str) -> Vec<Function> {
    let mut plain = String::new();
    let mut rest = header;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let lines = plain.lines().filter(|line| !line.starts_with('#') && !line.starts_with("extern"));
    let mut code = lines.collect::<Vec<_>>().join(" ");
    for of_calls in ["COMMDN_API ", "COMMDN_CALL ", "COMMDN_MUST_CHECK "] {
        code = code.replace(of_calls, "");
    }
    let statements = code.split([';', '{', '}']).map(str::trim);
    statements
        .filter(|text| text.contains("commdn_") && !text.starts_with("typedef"))
        .filter_map(function)
        .collect()
}

fn function(statement: &str) -> Option<Function> {
    let (head, parameters) = statement.strip_suffix(')')?.split_once('(')?;
    let (result, name) = declaration(head);
    let parameters = match parameters.trim() {
        "void" => Vec::new(),
        list => list.split(',').map(declaration).collect(),
    };
    Some(Function { result, name, parameters })
}

/// Type and name of a C declaration.
fn declaration(text: &str) -> (String, String) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = text.rfind([' ', '*']).map_or(0, |at| at + 1);
    let (kind, name) = text.split_at(at);
    let kind = kind.replace(' ', "").replace("const", "const ");
    (kind.replace("*const *", "[]"), name.to_owned())
}

/// The type as Rust writes it; objects are opaque.
fn rust_type(kind: &str) -> String {
    if let Some(inner) = kind.strip_prefix("const ").and_then(|kind| kind.strip_suffix("[]")) {
        return format!("*const *const {inner}");
    }
    if let Some(inner) = kind.strip_suffix('*') {
        return match inner.strip_prefix("const ") {
            Some(inner) if !inner.contains('*') => format!("*const {}", rust_type(inner)),
            _ => format!("*mut {}", rust_type(inner)),
        };
    }
    match kind.strip_prefix("const ").unwrap_or(kind) {
        "int32_t" | "commdn_status" | "commdn_fd" => "i32",
        "int64_t" => "i64",
        "uint32_t" => "u32",
        "uint64_t" => "u64",
        "size_t" => "usize",
        "uint8_t" => "u8",
        "double" => "f64",
        "bool" => "bool",
        "char" => "c_char",
        "void" => "c_void",
        "" => "()",
        name if name.starts_with("commdn_") => name,
        other => panic!("the header has a type {other:?} that is not known here"),
    }
    .to_owned()
}

/// The object that a pointer is to, without `commdn_`.
fn object(kind: &str) -> Option<&str> {
    let plain = kind.trim_start_matches("const ").trim_end_matches('*');
    let name = plain.strip_prefix("commdn_")?;
    let other = name == "status" || name == "fd" || name.ends_with("_fn");
    (kind.ends_with('*') && !other).then_some(name)
}

fn generated(functions: &[Function]) -> String {
    let mut objects: Vec<&str> = functions
        .iter()
        .flat_map(|function| function.parameters.iter().map(|(kind, _)| kind.as_str()))
        .filter_map(object)
        .collect();
    objects.sort_unstable();
    objects.dedup();
    let mut out = String::new();
    for name in &objects {
        let _ = writeln!(
            out,
            "#[repr(C)] #[derive(Debug)] pub struct commdn_{name} {{ _opaque: [u8; 0] }}"
        );
    }
    let _ = writeln!(
        out,
        "/// The kinds of objects.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]\npub enum Object {{ {} }}",
        objects.iter().map(|name| camel(name)).collect::<Vec<_>>().join(", ")
    );
    let _ = writeln!(out, "unsafe extern \"C\" {{");
    for Function { result, name, parameters } in functions {
        let list = parameters.iter().map(|(kind, name)| format!("{name}: {}", rust_type(kind)));
        let list = list.collect::<Vec<_>>().join(", ");
        let result = if result == "void" { "()".to_owned() } else { rust_type(result) };
        let _ = writeln!(out, "    fn {name}({list}) -> {result};");
    }
    let _ = writeln!(out, "}}\nstatic CALLS: &[Call] = &[");
    for function in functions {
        let _ = writeln!(out, "{}", call(function));
    }
    let _ = writeln!(
        out,
        "];\nimpl World {{\n    /// Frees one object.\n    fn free(&mut self, object: Object, handle: *mut c_void) {{\n        match object {{"
    );
    for name in &objects {
        if functions.iter().any(|function| function.name == format!("commdn_{name}_free")) {
            let _ = writeln!(
                out,
                "            // SAFETY: the pool owned it and has given it up.\n            Object::{} => unsafe {{ commdn_{name}_free(handle.cast()) }},",
                camel(name)
            );
        } else {
            let _ = writeln!(
                out,
                "            Object::{} => unreachable!(\"what is only lent is not owned\"),",
                camel(name)
            );
        }
    }
    let _ = writeln!(out, "        }}\n    }}");
    let _ = writeln!(
        out,
        "    /// A copy of a borrowed object, where its kind can be copied.\n    fn dup(&mut self, object: Object, borrowed: *const c_void) {{\n        let mut copy: *mut c_void = std::ptr::null_mut();\n        let status = match object {{"
    );
    for name in &objects {
        if functions.iter().any(|function| function.name == format!("commdn_{name}_dup")) {
            let _ = writeln!(
                out,
                "            // SAFETY: the object is alive, for nothing was called since it was given.\n            Object::{} => unsafe {{ commdn_{name}_dup(borrowed.cast(), (&raw mut copy).cast()) }},",
                camel(name)
            );
        }
    }
    let _ = writeln!(
        out,
        "            _ => return,\n        }};\n        assert_eq!(status, 0);\n        self.own(object, copy);\n    }}\n}}"
    );
    out
}

/// Whatever connects to other machines is left out; sessions are on the host carrier.
fn is_called(function: &Function) -> bool {
    const OTHERS: [&str; 3] =
        ["commdn_session_open", "commdn_directory_fetch", "commdn_simulator_"];
    !OTHERS.iter().any(|prefix| {
        function.name == *prefix || (prefix.ends_with('_') && function.name.starts_with(prefix))
    })
}

fn camel(name: &str) -> String {
    let upper = |part: &str| {
        let (first, rest) = part.split_at(1);
        first.to_uppercase() + rest
    };
    name.split('_').map(upper).collect()
}

/// The code of one call: choose arguments, call, look at what came back.
fn call(function: &Function) -> String {
    let Function { result, name, parameters } = function;
    let frees = name.ends_with("_free");
    let (mut before, mut after) = (String::new(), String::new());
    let mut values = Vec::new();
    for (index, (kind, parameter)) in parameters.iter().enumerate() {
        let next = parameters.get(index + 1).map(|(_, name)| name.as_str());
        let counted = next == Some(&format!("{parameter}_bytes"));
        let value = match (name.as_str(), parameter.as_str()) {
            // Few, for each waits for its threads when it is freed.
            (
                "commdn_outbox_open"
                | "commdn_outbox_export"
                | "commdn_directory_load"
                | "commdn_directory_store"
                | "commdn_site_load",
                "path",
            ) => {
                before.push_str(&format!(
                    "let path = world.path({}, input);",
                    name.ends_with("open")
                ));
                parameter.clone()
            }
            ("commdn_host_open_session", "host") => {
                before.push_str("let host = world.host(input);");
                "host.cast()".to_owned()
            }
            (_, "timeout_ms") => {
                before.push_str("let timeout_ms = timeout(input);");
                parameter.clone()
            }
            _ => argument(kind, parameter, frees, counted, &mut before, &mut after),
        };
        values.push(value);
    }
    let status = result == "commdn_status";
    let values = values.join(", ");
    let result = match result.as_str() {
        "void" => {
            format!("// SAFETY: the arguments are alive or NULL.\n unsafe {{ {name}({values}) }};")
        }
        "const char*" => format!(
            "// SAFETY: the arguments are alive or NULL.\n let text = unsafe {{ {name}({values}) }}; read_text(text);"
        ),
        kind => {
            let borrowed = object(kind)
                .map(|object| format!("world.borrowed(Object::{}, result.cast());", camel(object)));
            let check = if status {
                format!("checked({name:?}, result);")
            } else {
                borrowed.unwrap_or_default()
            };
            format!(
                "// SAFETY: the arguments are alive or NULL.\n let result = unsafe {{ {name}({values}) }}; let _ = result; {check}"
            )
        }
    };
    format!(
        "Call {{ name: {name:?}, arguments: {}, make: |world, input| {{ let _ = (&*world, &*input); {before} {result} {} {after} }} }},",
        parameters.len(),
        if status && !after.is_empty() { "let status = result; let _ = status;" } else { "" }
    )
}

fn argument(
    kind: &str,
    name: &str,
    frees: bool,
    counted: bool,
    before: &mut String,
    after: &mut String,
) -> String {
    let mut put = |text: String| before.push_str(&text);
    let of = object(kind).map(camel);
    if let Some(inner) = kind.strip_suffix("[]") {
        let of = camel(inner.trim_start_matches("const commdn_"));
        put(format!("let {name} = world.many(Object::{of}, input);"));
        return format!("{name}.as_ref().map_or(std::ptr::null(), |many| many.as_ptr()).cast()");
    }
    match kind {
        "uint64_t*" if name == "out_ids" => {
            put(format!("let mut {name} = [77_u64; MANY];"));
            let _ = write!(after, "\nlet _ = {name};");
            format!("{name}.as_mut_ptr()")
        }
        "size_t" if name.ends_with("_n") => {
            put(format!("let {name} = input.below(MANY + 1);"));
            name.to_owned()
        }
        "commdn_error**" => {
            put(format!(
                "let mut {name} = std::ptr::dangling_mut::<commdn_error>(); let wanted_{name} = input.byte() & 15 != 15;"
            ));
            let _ = write!(after, "\nif wanted_{name} {{ world.failed(status, {name}); }}");
            format!("if wanted_{name} {{ &raw mut {name} }} else {{ std::ptr::null_mut() }}")
        }
        "char**" | "uint8_t**" => {
            put(format!(
                "let mut {name} = std::ptr::dangling_mut(); let wanted_{name} = input.byte() & 15 != 15;"
            ));
            let _ = write!(after, "\nif wanted_{name} {{ world.given(status, {name}.cast()); }}");
            format!("if wanted_{name} {{ &raw mut {name} }} else {{ std::ptr::null_mut() }}")
        }
        "const char**" | "const uint8_t**" => {
            put(format!(
                "let mut {name} = std::ptr::dangling::<c_char>(); let wanted_{name} = input.byte() & 15 != 15;"
            ));
            let _ = write!(after, "\nif wanted_{name} {{ read_borrowed(status, {name}.cast()); }}");
            format!(
                "if wanted_{name} {{ (&raw mut {name}).cast() }} else {{ std::ptr::null_mut() }}"
            )
        }
        _ if kind.ends_with("**") => {
            let of = of.expect("only objects are given by pointer");
            let constant = kind.starts_with("const ");
            put(format!(
                "let mut {name} = std::ptr::dangling_mut::<c_void>(); let wanted_{name} = input.byte() & 15 != 15;"
            ));
            let method = if constant { "lent" } else { "gave" };
            let _ = write!(
                after,
                "\nif wanted_{name} {{ world.{method}(status, Object::{of}, {name}); }}"
            );
            format!(
                "if wanted_{name} {{ (&raw mut {name}).cast() }} else {{ std::ptr::null_mut() }}"
            )
        }
        _ if of.is_some() => {
            let of = of.unwrap_or_default();
            let method = if frees { "take" } else { "pick" };
            put(format!("let {name} = world.{method}(Object::{of}, input);"));
            format!("{name}.cast()")
        }
        "const char*" | "const uint8_t*" if counted => {
            put(format!("let ({name}, {name}_bytes) = world.bytes(input);"));
            format!("{name}.cast()")
        }
        "uint8_t*" if counted => {
            put(format!("let ({name}, {name}_bytes) = world.room(input);"));
            name.to_owned()
        }
        "const char*" => {
            put(format!("let {name} = world.text(input);"));
            name.to_owned()
        }
        "char*" | "uint8_t*" => {
            put(format!("let {name} = world.take_block(input);"));
            format!("{name}.cast()")
        }
        "size_t" if name.ends_with("_bytes") && !name.starts_with("max_") => name.to_owned(),
        "size_t" => {
            put(format!("let {name} = size(input);"));
            name.to_owned()
        }
        "int32_t" | "commdn_status" => {
            put(format!("let {name} = int(input);"));
            name.to_owned()
        }
        "int64_t" => {
            put(format!("let {name} = i64::from(int(input));"));
            name.to_owned()
        }
        "uint32_t" | "uint64_t" => {
            put(format!("let {name} = input.byte().into();"));
            name.to_owned()
        }
        "bool" => {
            put(format!("let {name} = input.byte() & 1 == 1;"));
            name.to_owned()
        }
        "void*" => {
            put(format!("let {name} = world.user_data(input);"));
            name.to_owned()
        }
        "commdn_drop_fn" => {
            let _ = write!(after, "\nworld.kept(status);");
            "Some(dropped)".to_owned()
        }
        _ if kind.ends_with("_fn") => {
            put(format!(
                "let {name}: {kind} = if input.byte() & 7 == 7 {{ None }} else {{ Some(called::{}) }};",
                kind.trim_start_matches("commdn_").trim_end_matches("_fn")
            ));
            name.to_owned()
        }
        _ if kind.ends_with('*') => {
            let inner = rust_type(kind.trim_end_matches('*'));
            let start = match inner.as_str() {
                "bool" => "true",
                "f64" => "77.0",
                _ => "77",
            };
            put(format!(
                "let mut {name}: {inner} = {start}; let wanted_{name} = input.byte() & 15 != 15;"
            ));
            let _ = write!(after, "\nlet _ = {name};");
            format!("if wanted_{name} {{ &raw mut {name} }} else {{ std::ptr::null_mut() }}")
        }
        other => panic!("{name} has a type {other:?} that is not known here"),
    }
}
