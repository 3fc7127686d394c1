//! Pauses between attempts: their valid range and their minimum.
//!
//! One rule for the reconnects of sessions and the back-off of outboxes, in every language. Must
//! not know clocks or jitter.

use std::time::Duration;

use crate::error::{Error, ErrorKind};

pub use crate::description::LONGEST;
pub use crate::time::FLOOR;

/// Check the first delay of a series and the longest that it grows to, each with its option's name.
///
/// # Errors
/// [`ErrorKind::InvalidArgument`] names the option and its value: one is 0, or the first is longer
/// than the longest.
pub fn check(first: (&str, Duration), longest: (&str, Duration)) -> Result<(), Error> {
    let refused = |text: String| Err(Error::new(ErrorKind::InvalidArgument, text));
    for (name, delay) in [first, longest] {
        if delay.is_zero() {
            return refused(format!("{name} is 0: a delay between attempts is above 0"));
        }
    }
    let ((first_name, first), (longest_name, longest)) = (first, longest);
    if first > longest {
        return refused(format!(
            "{first_name} {first:?} is longer than {longest_name} {longest:?}: set both"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_named_with_its_value() {
        let ms = Duration::from_millis;
        let told = |first, longest| {
            check(("first_delay", first), ("max_delay", longest))
                .map_err(|error| error.message().to_owned())
        };
        assert_eq!(told(ms(1), ms(1)), Ok(()));
        assert_eq!(told(ms(250), Duration::MAX), Ok(()));
        assert!(told(ms(0), ms(1)).is_err_and(|text| text.starts_with("first_delay is 0")));
        assert!(told(ms(1), ms(0)).is_err_and(|text| text.starts_with("max_delay is 0")));
        let text = told(ms(5000), ms(1000)).unwrap_err();
        assert!(text.starts_with("first_delay 5s is longer than max_delay 1s"), "{text}");
    }
}
