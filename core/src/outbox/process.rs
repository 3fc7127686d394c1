//! Which process an owner of claims is, and whether it has ended for certain.
//!
//! Where the system tells (Linux), the claims of a process that was killed are taken over at
//! once. Elsewhere, and for a process of another machine or container, its lease decides.

/// The name of this process: its machine's boot, its process-id space, its number and its start.
pub(super) fn this() -> String {
    let pid = std::process::id();
    place()
        .and_then(|place| Some(format!("{place} {pid} {}", started(pid)?)))
        .unwrap_or_else(|| format!("? {pid}"))
}

/// Whether the process of that name has ended for certain.
pub(super) fn has_ended(name: &str) -> bool {
    let told = || {
        let (place_and_pid, start) = name.rsplit_once(' ')?;
        let (its_place, pid) = place_and_pid.rsplit_once(' ')?;
        if its_place != place()? {
            return None;
        }
        let pid: u32 = pid.parse().ok()?;
        // A process that cannot be read has ended; another start is another process of that number.
        Some(started(pid).is_none_or(|now| now != start))
    };
    told().unwrap_or(false)
}

/// What makes process numbers comparable.
fn place() -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let space = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), space.display()))
}

/// When a process started, in the system's ticks; `None` if there is none, or it is only a zombie.
fn started(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command stands in parentheses and may hold anything; state is the first field after it.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace();
    let state = fields.next()?;
    if state == "Z" || state == "X" {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_runs_is_told_from_one_that_has_ended() {
        let this = super::this();
        assert!(!super::has_ended(&this), "{this}");
        let (others, _) = this.rsplit_once(' ').unwrap();
        assert!(super::has_ended(&format!("{others} 1")), "its number was given to another one");
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let (place, _) = others.rsplit_once(' ').unwrap();
        let name = format!("{place} {} {}", child.id(), "12345");
        child.wait().unwrap();
        assert!(super::has_ended(&name));
        assert!(!super::has_ended("another-machine pid:[1] 1 1"));
        assert!(!super::has_ended("? 1"));
    }
}
