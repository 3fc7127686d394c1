//! The crate's source as the tests read it: its files, and what C sees of them.

use std::path::{Path, PathBuf};

use syn::visit_mut::{self, VisitMut};

/// Every file of `src`, `test_hooks.rs` apart, which no library that is shipped has.
pub fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|path| !path.ends_with("test_hooks.rs"));
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

/// The items of a file.
pub fn items(path: &Path) -> Vec<syn::Item> {
    let source = std::fs::read_to_string(path).expect("a source file");
    syn::parse_file(&source).expect("Rust").items
}

/// Replaces the types of `boundary::args` by the pointers that they are for C.
pub struct AsPointers;

impl VisitMut for AsPointers {
    fn visit_type_mut(&mut self, node: &mut syn::Type) {
        visit_mut::visit_type_mut(self, node);
        let syn::Type::Path(path) = &*node else { return };
        let Some(last) = path.path.segments.last() else { return };
        let inner = match &last.arguments {
            syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                Some(syn::GenericArgument::Type(inner)) => Some(inner.clone()),
                _ => None,
            },
            _ => None,
        };
        *node = match (last.ident.to_string().as_str(), inner) {
            ("Borrowed" | "Array", Some(inner)) => syn::parse_quote!(*const #inner),
            ("BorrowedMut" | "Owned" | "Out" | "Block", Some(inner)) => {
                syn::parse_quote!(*mut #inner)
            }
            ("OutOwned", Some(inner)) => syn::parse_quote!(*mut *mut #inner),
            ("Text", None) => syn::parse_quote!(*const c_char),
            _ => return,
        };
    }
}
