//! Process identity: names a process so that others can tell whether it has ended.
//!
//! Linux and Windows know. Elsewhere, and for a process of another machine or container, nobody can
//! tell from a name, and whoever waits for its end needs a limit of its own.

#[cfg(target_os = "linux")]
use linux::{namespace, started};
#[cfg(windows)]
use windows::{namespace, started};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(windows)]
mod windows;

/// When a process started, in the system's own form.
#[derive(Debug, PartialEq, Eq)]
enum Start {
    At(String),
    /// There is none of that number.
    None,
    /// The system does not tell.
    #[cfg_attr(not(windows), expect(dead_code, reason = "Linux tells of every process"))]
    Unknown,
}

/// The name of this process: its machine, its process-id space, its number and its start.
#[must_use]
pub fn this() -> String {
    let pid = std::process::id();
    let named = || match started(pid) {
        Start::At(start) => Some(format!("{} {pid} {start}", namespace()?)),
        _ => None,
    };
    named().unwrap_or_else(|| format!("? {pid}"))
}

/// Whether the process of that name has ended for certain.
#[must_use]
pub fn has_ended(name: &str) -> bool {
    let told = || {
        let (place_and_pid, start) = name.rsplit_once(' ')?;
        let (its_namespace, pid) = place_and_pid.rsplit_once(' ')?;
        if its_namespace != namespace()? {
            return None;
        }
        Some(match started(pid.parse().ok()?) {
            // Another start is another process of that number.
            Start::At(now) => now != start,
            Start::None => true,
            Start::Unknown => false,
        })
    };
    told().unwrap_or(false)
}

#[cfg(not(any(target_os = "linux", windows)))]
fn namespace() -> Option<String> {
    None
}

#[cfg(not(any(target_os = "linux", windows)))]
fn started(_: u32) -> Start {
    Start::Unknown
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_no_name_of_a_process_here_has_not_ended_for_certain() {
        for name in ["", "? 1", "another-machine pid:[1] 1 1", "a b c"] {
            assert!(!super::has_ended(name), "{name}");
        }
        assert!(!super::has_ended(&super::this()));
    }

    #[test]
    #[cfg(any(target_os = "linux", windows))]
    fn a_process_that_runs_is_told_from_one_that_has_ended() {
        let this = super::this();
        assert!(!this.starts_with('?'), "{this}");
        let (others, _) = this.rsplit_once(' ').unwrap();
        assert!(super::has_ended(&format!("{others} 1")), "its number was given to another one");
        let (program, arguments): (_, &[&str]) =
            if cfg!(windows) { ("cmd", &["/c", "exit"]) } else { ("true", &[]) };
        let mut child = std::process::Command::new(program).args(arguments).spawn().unwrap();
        let (namespace, _) = others.rsplit_once(' ').unwrap();
        let name = format!("{namespace} {} {}", child.id(), "12345");
        child.wait().unwrap();
        assert!(super::has_ended(&name));
    }
}
