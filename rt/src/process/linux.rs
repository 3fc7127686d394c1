//! Linux: what `/proc` says.

use super::Start;

/// What makes process numbers comparable: the boot, and the space of process ids.
pub(super) fn namespace() -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let space = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), space.display()))
}

/// In ticks since the boot; a zombie is none, and neither is what cannot be read.
pub(super) fn started(pid: u32) -> Start {
    let told = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The command stands in parentheses and may hold anything; state is the first field after it.
        let (_, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_ascii_whitespace();
        let state = fields.next()?;
        if state == "Z" || state == "X" {
            return None;
        }
        fields.nth(18).map(str::to_owned)
    };
    told().map_or(Start::None, Start::At)
}
