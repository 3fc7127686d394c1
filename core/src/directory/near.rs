//! Nearness: the objects whose names are similar to one that no object has.

use super::index::fold;
use super::object::Object;

/// Most similar names that an error lists.
const MOST: usize = 3;
/// Similarity (Jaro-Winkler, 0 to 1) from which a name is listed.
const LEAST: f64 = 0.75;

/// The objects whose names are most similar to `name`, which is folded.
pub(super) fn near<'a>(name: &str, objects: impl Iterator<Item = &'a Object>) -> Vec<&'a Object> {
    let mut best: Vec<(f64, &Object)> = Vec::new();
    for object in objects {
        let other = fold(object.name());
        let begins = !name.is_empty() && other.starts_with(name);
        let similar = if begins { 1.0 } else { strsim::jaro_winkler(name, &other) };
        if similar < LEAST {
            continue;
        }
        let place = best.partition_point(|(known, _)| *known >= similar);
        if place < MOST {
            best.insert(place, (similar, object));
            best.truncate(MOST);
        }
    }
    best.into_iter().map(|(_, object)| object).collect()
}
