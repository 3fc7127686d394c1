//! What becomes of a dial attempt.

use std::fmt;

use rand::RngExt;
use serde::Serialize;

use crate::config::Outcomes;

/// What became of a dial attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A person answered and was transferred to an agent.
    Answer,
    /// As `Answer`, and the customer asked to be called back.
    Callback,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// An answering machine answered.
    Machine,
    /// The number does not exist.
    Invalid,
}

/// In the order of the weights.
const ALL: [Outcome; 6] = [
    Outcome::Answer,
    Outcome::Callback,
    Outcome::NoAnswer,
    Outcome::Busy,
    Outcome::Machine,
    Outcome::Invalid,
];

impl Outcome {
    /// Whether a customer was transferred to an agent.
    #[must_use]
    pub const fn is_contact(self) -> bool {
        matches!(self, Self::Answer | Self::Callback)
    }

    /// Draw one.
    pub(super) fn draw(weights: &Outcomes, random: &mut impl rand::Rng) -> Self {
        let weights = weights.weights();
        let mut left = random.random_range(0.0..weights.iter().sum());
        for (outcome, weight) in ALL.into_iter().zip(weights) {
            if left < weight {
                return outcome;
            }
            left -= weight;
        }
        Self::NoAnswer
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Answer => "answered",
            Self::Callback => "answered, to be called back",
            Self::NoAnswer => "no answer",
            Self::Busy => "busy",
            Self::Machine => "answering machine",
            Self::Invalid => "no such number",
        })
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    #[test]
    fn outcomes_are_drawn_by_their_weights() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let weights = Outcomes {
            answer: 3.0,
            busy: 1.0,
            callback: 0.0,
            no_answer: 0.0,
            machine: 0.0,
            invalid: 0.0,
        };
        let drawn: Vec<Outcome> =
            (0..10_000).map(|_| Outcome::draw(&weights, &mut random)).collect();
        let answers = drawn.iter().filter(|outcome| **outcome == Outcome::Answer).count();
        let busy = drawn.iter().filter(|outcome| **outcome == Outcome::Busy).count();
        assert_eq!(answers + busy, 10_000);
        assert!((7_000..8_000).contains(&answers), "{answers}");
    }
}
